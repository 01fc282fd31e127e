import { Injectable } from '@nestjs/common';
import { LogoService } from '#domains/brand/assets/logo.service';
import { BrandService } from '#domains/brand/brand.service';
import { OwnerBrand } from '#domains/proposals/documents/owner-brand';
import type { ProposalBrand } from '#domains/proposals/documents/proposal-brand';

/** The brand room keeps the brand that proposals are made under. */
@Injectable()
export class KeptBrand extends OwnerBrand {
  constructor(
    private readonly brands: BrandService,
    private readonly logos: LogoService,
  ) {
    super();
  }

  async of(ownerId: string): Promise<Partial<ProposalBrand>> {
    const { name, colors, logo_id: logoId } = await this.brands.look(ownerId);
    const logo = logoId === null ? null : await this.logos.content(ownerId, logoId);
    return { ...(name !== null && { name }), colors, ...(logo && { logo }) };
  }
}
