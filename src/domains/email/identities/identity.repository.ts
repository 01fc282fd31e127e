import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { normaliseMailAddress } from '#kernel/address';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { WarmUp } from '../limits/warm-up.js';

/** What its owner says of an identity. */
export interface IdentityContent {
  name: string;
  from_name: string | null;
  reply_to: string | null;
  per_minute: number | null;
  per_day: number | null;
  warm_up: WarmUp | null;
  /** The name that links in its mail go by, in lower case. */
  tracking_domain: string | null;
}

/** What it is made with and keeps. */
export interface IdentityOrigin {
  id: string;
  from_email: string;
  dns_token: string;
  dkim_selector: string;
  dkim_public_key: string;
}

/** An identity as the table holds it. */
export interface StoredIdentity extends IdentityContent, IdentityOrigin {
  verified_at: string | null;
  verified_by: 'link' | 'dns' | null;
  dkim_active: boolean;
  tracking_verified_at: string | null;
  created_at: string;
  updated_at: string;
}

const COLUMNS = [
  ...(['id', 'name', 'from_name', 'from_email', 'reply_to', 'verified_at', 'verified_by'] as const),
  ...(['dns_token', 'dkim_selector', 'dkim_public_key', 'dkim_active', 'per_minute', 'per_day'] as const),
  ...([
    'warm_up_from',
    'warm_up_start',
    'warm_up_growth',
    'warm_up_target',
    'created_at',
    'updated_at',
    'tracking_domain',
    'tracking_verified_at',
  ] as const),
] as const;

@Injectable()
export class IdentityRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_identities');
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<StoredIdentity>> {
    const own = this.tables.selectFrom('email_identities').select(COLUMNS).where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map((row) => toIdentity(row as unknown as Row)), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<StoredIdentity | undefined> {
    const row = await this.tables
      .selectFrom('email_identities')
      .select(COLUMNS)
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && toIdentity(row as unknown as Row);
  }

  async count(ownerId: string): Promise<number> {
    const { count } = await this.tables
      .selectFrom('email_identities')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('created_by', '=', ownerId)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** The new identity; nothing when the owner has one of this address. */
  async add(
    ownerId: string,
    origin: IdentityOrigin,
    content: IdentityContent,
  ): Promise<StoredIdentity | undefined> {
    const row = await this.tables
      .insertInto('email_identities')
      .values({
        ...origin,
        ...columnsOf(content),
        created_by: ownerId,
        from_norm: normaliseMailAddress(origin.from_email),
      })
      .onConflict((conflict) => conflict.columns(['created_by', 'from_norm']).doNothing())
      .returning(COLUMNS)
      .executeTakeFirst();
    return row && toIdentity(row as unknown as Row);
  }

  async change(ownerId: string, id: string, content: IdentityContent): Promise<StoredIdentity | undefined> {
    return this.updated(ownerId, id, {
      ...columnsOf(content),
      tracking_verified_at: sql<string>`case when tracking_domain is not distinct from ${content.tracking_domain}::text
        then tracking_verified_at end`,
    });
  }

  /** The address is its owner's. What verified it first stays. */
  async verify(ownerId: string, id: string, by: 'link' | 'dns'): Promise<StoredIdentity | undefined> {
    return this.updated(ownerId, id, {
      verified_at: sql<string>`coalesce(verified_at, now())`,
      verified_by: sql<string>`coalesce(verified_by, ${by})`,
    });
  }

  async sign(ownerId: string, id: string, active: boolean): Promise<StoredIdentity | undefined> {
    return this.updated(ownerId, id, { dkim_active: active });
  }

  /** Links go by its tracking domain from now on, or no longer; undefined where the name is another identity's already. */
  async track(ownerId: string, id: string, active: boolean): Promise<StoredIdentity | undefined> {
    const at = active ? sql<string>`coalesce(tracking_verified_at, now())` : null;
    try {
      return await this.updated(ownerId, id, { tracking_verified_at: at });
    } catch (error) {
      if (breaksUnique(error, 'email_identities_tracking')) return undefined;
      throw error;
    }
  }

  /** Notes that a link is sent to the address; false when one was sent within so many minutes. */
  async ask(ownerId: string, id: string, minutes: number): Promise<boolean> {
    const { numUpdatedRows } = await this.tables
      .updateTable('email_identities')
      .set({ asked_at: sql<string>`now()` })
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .where(sql<boolean>`(asked_at is null or asked_at < now() - ${minutes} * interval '1 minute')`)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('email_identities')
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  private async updated(
    ownerId: string,
    id: string,
    values: Record<string, unknown>,
  ): Promise<StoredIdentity | undefined> {
    const row = await this.tables
      .updateTable('email_identities')
      .set(values)
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .returning(COLUMNS)
      .executeTakeFirst();
    return row && toIdentity(row as unknown as Row);
  }
}

interface Row extends Omit<StoredIdentity, 'warm_up'> {
  warm_up_from: string | null;
  warm_up_start: number | null;
  warm_up_growth: number | null;
  warm_up_target: number | null;
}

function columnsOf({ warm_up, ...content }: IdentityContent) {
  return {
    ...content,
    warm_up_from: warm_up?.from ?? null,
    warm_up_start: warm_up?.start ?? null,
    warm_up_growth: warm_up?.growth ?? null,
    warm_up_target: warm_up?.target ?? null,
  };
}

function toIdentity({
  warm_up_from,
  warm_up_start,
  warm_up_growth,
  warm_up_target,
  ...row
}: Row): StoredIdentity {
  const warm_up =
    warm_up_from === null
      ? null
      : {
          from: warm_up_from.slice(0, 10),
          start: warm_up_start ?? 1,
          growth: warm_up_growth ?? 1,
          target: warm_up_target ?? 1,
        };
  return { ...row, warm_up };
}
