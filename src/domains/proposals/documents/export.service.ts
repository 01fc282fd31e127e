import { Injectable } from '@nestjs/common';
import { ProposalService } from '../proposal.service.js';
import { attachment, fileName } from './attachment.js';
import { type DocumentFormat, documentFormat, FORMATS } from './document-format.js';
import { DocumentPress } from './document-press.js';
import type { ProposalExport } from './export.dto.js';
import { missingCharacters } from './pdf-font.js';
import { OwnerBrand } from './owner-brand.js';
import { hidesLogo, shownBrand } from './proposal-brand.js';
import { proposalDocument } from './proposal-document.js';

const MOST_SHOWN = 20;
const LOGO_LEFT_OUT =
  'The logo of your brand is left out: a file can show a PNG or JPEG of at most 1 MiB and 4 million pixels.';

/** A proposal as a file. */
export interface ProposalFile {
  /** The version it shows. */
  readonly version: number;
  readonly mediaType: string;
  /** The `Content-Disposition` it is sent with. */
  readonly disposition: string;
  readonly bytes: Uint8Array;
}

/** Files of proposals: made when they are asked for, from the version of that moment, and kept nowhere. */
@Injectable()
export class ExportService {
  constructor(
    private readonly proposals: ProposalService,
    private readonly press: DocumentPress,
    private readonly brands: OwnerBrand,
  ) {}

  /** Says where the file is, and what it would not show as it was written. */
  async announce(ownerId: string, id: string, wished: string): Promise<ProposalExport> {
    const format = documentFormat(wished);
    const proposal = await this.proposals.get(ownerId, id);
    const brand = shownBrand(proposal.brand, await this.brands.of(ownerId));
    return {
      proposal_id: proposal.id,
      format,
      download_url: `/api/proposals/${proposal.id}/download/${format}`,
      generated_at: new Date().toISOString(),
      version: proposal.version,
      warnings: [
        ...(format === 'pdf' ? unshown(JSON.stringify(proposalDocument(proposal, brand).sections)) : []),
        ...(hidesLogo(brand) ? [LOGO_LEFT_OUT] : []),
      ],
    };
  }

  /** Makes the file, in the colours and with the logo of the brand. */
  async file(ownerId: string, id: string, wished: string): Promise<ProposalFile> {
    const format: DocumentFormat = documentFormat(wished);
    const proposal = await this.proposals.get(ownerId, id);
    const brand = shownBrand(proposal.brand, await this.brands.of(ownerId));
    const document = proposalDocument(proposal, brand);
    const { mediaType, extension } = FORMATS[format];
    return {
      version: proposal.version,
      mediaType,
      disposition: attachment(fileName(proposal.client_name, extension)),
      bytes: await this.press.print({ document, format }),
    };
  }
}

/** The typeface of PDF files has Latin, Greek and Cyrillic letters; a Word file uses the typefaces of its reader. */
function unshown(text: string): string[] {
  const missing = missingCharacters(text);
  if (missing.length === 0) return [];
  const some = missing.slice(0, MOST_SHOWN).join(' ');
  const more = missing.length > MOST_SHOWN ? ` and ${missing.length - MOST_SHOWN} more` : '';
  return [`A PDF shows empty boxes for ${some}${more}: its typeface lacks them. The Word file shows them.`];
}
