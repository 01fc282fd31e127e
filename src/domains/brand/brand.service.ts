import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { AssetRepository } from './assets/asset.repository.js';
import { profileFromAssets } from './assets/profile-from-assets.js';
import type { Brand, BrandVersion, BrandVersionContent } from './brand.answers.dto.js';
import type { BrandChanges } from './brand.dto.js';
import {
  BrandContradictsItself,
  BrandHasChanged,
  BrandLogoUnknown,
  BrandNotFound,
  BrandVersionNotFound,
} from './brand.errors.js';
import { type BrandProfile, contradictions, differences, guideOf, withChanges } from './brand-profile.js';
import { BrandRepository, type SavedBrand } from './brand.repository.js';
import { brandOf } from './brand-view.js';
import type { BrandGuide } from './guide/brand-guide.js';

/** The brand as it is: the newest version, or what older rows say of it while none has been saved. */
interface CurrentBrand {
  readonly version: number | null;
  readonly profile: BrandProfile;
  readonly created_at: string | null;
}

/** What the brand of a user is, and what it was. */
@Injectable()
export class BrandService {
  constructor(
    private readonly database: Database,
    private readonly brands: BrandRepository,
    private readonly assets: AssetRepository,
  ) {}

  async get(ownerId: string): Promise<Brand> {
    return brandOf(ownerId, await this.current(ownerId));
  }

  /**
   * What whoever writes for this user has to know. Hand it to `guideText` for a prompt and to `findViolations` to check
   * what was written. Like everything of a tenant it is read as that tenant: in a request of theirs, or within
   * `database.as`. `brandId`, where a client has named one, must be this user's.
   */
  async guide(ownerId: string, brandId: string = ownerId): Promise<BrandGuide> {
    if (brandId !== ownerId) throw new BrandNotFound();
    const { version, profile } = await this.current(ownerId);
    return guideOf(version, profile);
  }

  /** How the brand looks, as far as somebody has set that. */
  async look(ownerId: string): Promise<Pick<BrandProfile, 'name' | 'colors' | 'logo_id'>> {
    const { name, colors, logo_id } = (await this.current(ownerId)).profile;
    return { name, colors, logo_id };
  }

  /** Makes whoever else would change this brand wait until the running transaction has ended. */
  lock(ownerId: string): Promise<void> {
    return this.brands.lock(ownerId);
  }

  /** Saves a version, unless nothing changes. Those who change the brand at the same time follow one another. */
  change(ownerId: string, changes: BrandChanges): Promise<Brand> {
    return this.database.transaction(async () => {
      await this.brands.lock(ownerId);
      const before = await this.current(ownerId);
      if (changes.base_version !== undefined && changes.base_version !== (before.version ?? 0))
        throw new BrandHasChanged(before.version ?? 0);
      return this.save(ownerId, before, withChanges(before.profile, changes));
    });
  }

  versions(ownerId: string, page: PageQuery): Promise<Page<BrandVersion>> {
    return this.brands.list(ownerId, page);
  }

  async version(ownerId: string, version: string): Promise<BrandVersionContent> {
    const { profile, ...saved } = await this.saved(ownerId, version);
    return { ...saved, brand: brandOf(ownerId, { ...saved, profile }) };
  }

  /** Saves a copy of an earlier version as the newest. A logo that has been deleted since does not come back. */
  restore(ownerId: string, version: string): Promise<Brand> {
    return this.database.transaction(async () => {
      await this.brands.lock(ownerId);
      const { profile, version: restored } = await this.saved(ownerId, version);
      const isThere = profile.logo_id !== null && (await this.assets.hasLogo(ownerId, profile.logo_id));
      const wanted = isThere ? profile : { ...profile, logo_id: null };
      return this.save(ownerId, await this.current(ownerId), wanted, restored);
    });
  }

  private async save(
    ownerId: string,
    before: CurrentBrand,
    profile: BrandProfile,
    restoredFrom: number | null = null,
  ): Promise<Brand> {
    const changedFields = differences(before.profile, profile);
    if (changedFields.length === 0) return brandOf(ownerId, before);
    const issues = contradictions(profile);
    if (issues.length > 0) throw new BrandContradictsItself().withIssues(issues);
    if (changedFields.includes('logo_id')) await this.chooseLogo(ownerId, profile.logo_id);
    const version = (before.version ?? 0) + 1;
    return brandOf(
      ownerId,
      await this.brands.add(ownerId, { version, profile, changedFields, restoredFrom }),
    );
  }

  /** Front ends that read `brand_assets` by themselves find the logo there, as the primary one. */
  private async chooseLogo(ownerId: string, logoId: string | null): Promise<void> {
    if (logoId !== null && !(await this.assets.hasLogo(ownerId, logoId)))
      throw new BrandLogoUnknown().withIssues([
        { path: 'logo_id', message: 'logo_id must be one of your logos' },
      ]);
    await this.assets.markPrimaryLogo(ownerId, logoId);
  }

  private async current(ownerId: string): Promise<CurrentBrand> {
    const saved = await this.brands.newest(ownerId);
    if (saved) return saved;
    const profile = profileFromAssets(await this.assets.speaking(ownerId));
    return { version: null, profile, created_at: null };
  }

  private async saved(ownerId: string, version: string): Promise<SavedBrand> {
    const saved = /^[1-9]\d{0,8}$/.test(version)
      ? await this.brands.find(ownerId, Number(version))
      : undefined;
    if (!saved) throw new BrandVersionNotFound();
    return saved;
  }
}
