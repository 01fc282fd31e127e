import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import { objectOf, textOf } from './asset-data.js';
import type { Logo } from './logo.dto.js';
import { isLogoType, type LogoType } from './logo-file.js';
import type { AssetRow } from './profile-from-assets.js';

const COLUMNS = ['id', 'name', 'type', 'asset_data', 'is_primary', 'created_at'] as const;
/** How many rows are asked what the brand is. */
const SPEAKING_AT_MOST = 50;

/** The rows of `brand_assets`. A front end may write them too, so what is in `asset_data` is believed as little as a body. */
@Injectable()
export class AssetRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('brand_assets');
  }

  /** What may say something of the brand: what is marked as primary first, then the newest. */
  async speaking(ownerId: string): Promise<AssetRow[]> {
    return this.tables
      .selectFrom('brand_assets')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .orderBy(sql`is_primary is true desc, created_at desc, id desc`)
      .limit(SPEAKING_AT_MOST)
      .execute();
  }

  /** Newest first. */
  async logos(ownerId: string, page: PageQuery): Promise<Page<Logo>> {
    const { items, nextCursor } = await newestFirst(this.ownLogos(ownerId), page, BY_ID);
    return { items: items.map(toLogo), nextCursor };
  }

  async findLogo(ownerId: string, logoId: string): Promise<Logo | undefined> {
    const row = await this.ownLogos(ownerId).where('id', '=', logoId).executeTakeFirst();
    return row && toLogo(row);
  }

  async hasLogo(ownerId: string, logoId: string): Promise<boolean> {
    return (await this.findLogo(ownerId, logoId)) !== undefined;
  }

  async countLogos(ownerId: string): Promise<number> {
    const { logos } = await this.tables
      .selectFrom('brand_assets')
      .select(({ fn }) => fn.countAll<string>().as('logos'))
      .where('created_by', '=', ownerId)
      .where('type', '=', 'logo')
      .executeTakeFirstOrThrow();
    return Number(logos);
  }

  async addLogo(
    ownerId: string,
    logo: { id: string; name: string; type: LogoType; bytes: number },
  ): Promise<void> {
    const { id, name, type, bytes } = logo;
    const asset_data = JSON.stringify({ content_type: type, bytes });
    await this.tables
      .insertInto('brand_assets')
      .values({ id, name, type: 'logo', asset_data, is_primary: false, created_by: ownerId })
      .execute();
  }

  /** Marks one logo as the primary one, or none. */
  async markPrimaryLogo(ownerId: string, logoId: string | null): Promise<void> {
    await this.tables
      .updateTable('brand_assets')
      .set({ is_primary: logoId === null ? false : sql<boolean>`id = ${logoId}` })
      .where('created_by', '=', ownerId)
      .where('type', '=', 'logo')
      .execute();
  }

  async removeLogo(ownerId: string, logoId: string): Promise<void> {
    await this.tables
      .deleteFrom('brand_assets')
      .where('created_by', '=', ownerId)
      .where('type', '=', 'logo')
      .where('id', '=', logoId)
      .execute();
  }

  private ownLogos(ownerId: string) {
    return this.tables
      .selectFrom('brand_assets')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .where('type', '=', 'logo');
  }
}

function toLogo(row: AssetRow & { created_at: string }): Logo {
  const data = objectOf(row.asset_data);
  const url = textOf(data['url']);
  return {
    id: row.id,
    name: row.name,
    content_type: isLogoType(data['content_type']) ? data['content_type'] : null,
    bytes: typeof data['bytes'] === 'number' ? data['bytes'] : null,
    url: url !== undefined && /^https?:\/\//i.test(url) ? url : null,
    is_primary: row.is_primary === true,
    created_at: row.created_at,
  };
}
