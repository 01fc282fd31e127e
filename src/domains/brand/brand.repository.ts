import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { BrandVersion } from './brand.answers.dto.js';
import { type BrandProfile, completeProfile } from './brand-profile.js';

/** A version with what it says. */
export interface SavedBrand extends BrandVersion {
  readonly profile: BrandProfile;
}

export interface NewVersion {
  readonly version: number;
  readonly profile: BrandProfile;
  readonly changedFields: readonly string[];
  readonly restoredFrom: number | null;
}

const WITHOUT_PROFILE = [
  'id',
  'version',
  'changed_fields',
  'changed_by',
  'restored_from',
  'created_at',
] as const;

/**
 * Where the profile of a brand lives: the newest row of `brand_versions` is the brand, and the rows before it are its
 * history. `brand_assets` keeps what it kept in existing projects (logos, documents, palettes and the like, which a front
 * end may read and write by itself); while no version has been saved, the profile is what can be read from those rows.
 */
@Injectable()
export class BrandRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('brand_versions');
  }

  /** Makes whoever else would change this brand wait until the running transaction has ended. */
  async lock(ownerId: string): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`brand ${ownerId}`}, 0))`.execute(this.tables);
  }

  async newest(ownerId: string): Promise<SavedBrand | undefined> {
    const row = await this.tables
      .selectFrom('brand_versions')
      .select([...WITHOUT_PROFILE, 'profile'])
      .where('user_id', '=', ownerId)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && toSaved(row);
  }

  async find(ownerId: string, version: number): Promise<SavedBrand | undefined> {
    const row = await this.tables
      .selectFrom('brand_versions')
      .select([...WITHOUT_PROFILE, 'profile'])
      .where('user_id', '=', ownerId)
      .where('version', '=', version)
      .executeTakeFirst();
    return row && toSaved(row);
  }

  /** Newest first. */
  list(ownerId: string, page: PageQuery): Promise<Page<BrandVersion>> {
    const own = this.tables
      .selectFrom('brand_versions')
      .select(WITHOUT_PROFILE)
      .where('user_id', '=', ownerId);
    return newestFirst(own, page, BY_ID);
  }

  async add(ownerId: string, saved: NewVersion): Promise<SavedBrand> {
    const row = await this.tables
      .insertInto('brand_versions')
      .values({
        id: newId(),
        user_id: ownerId,
        version: saved.version,
        profile: JSON.stringify(saved.profile),
        changed_fields: [...saved.changedFields],
        changed_by: ownerId,
        restored_from: saved.restoredFrom,
      })
      .returning([...WITHOUT_PROFILE, 'profile'])
      .executeTakeFirstOrThrow();
    return toSaved(row);
  }
}

function toSaved({ profile, ...row }: BrandVersion & { profile: unknown }): SavedBrand {
  return { ...row, profile: completeProfile(profile as Partial<BrandProfile>) };
}
