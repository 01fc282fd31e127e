import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { newId } from '#kernel/ids';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import { type Decision, type LeadConsent, MAIL, type RecordConsent } from './consent.dto.js';

/** A decision and the lead that made it. */
export type Proof = RecordConsent & { lead: { id: string; email: string | null } };

/** Proofs of consent: rows are added, never changed. */
@Injectable()
export class ConsentRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_consents');
  }

  /** However many, in one statement. Answers their ids in the same order. */
  async add(ownerId: string, proofs: readonly Proof[]): Promise<string[]> {
    if (proofs.length === 0) return [];
    const rows = proofs.map(({ lead, ...proof }) => ({
      ...proof,
      id: newId(),
      lead_id: lead.id,
      email: lead.email,
    }));
    await sql`
      insert into lead_consents (id, created_by, lead_id, email, purpose, decision, text, text_version, ip, source, occurred_at)
      select id, ${ownerId}::uuid, lead_id, email, purpose, decision, text, text_version, ip, source,
        coalesce(occurred_at, now())
      from json_to_recordset(${JSON.stringify(rows)}::json) as given(id uuid, lead_id uuid, email text, purpose text,
        decision text, text text, text_version text, ip inet, source text, occurred_at timestamptz)`.execute(
      this.tables,
    );
    return rows.map(({ id }) => id);
  }

  /** The decisions of any of these, newest first. What was decided latest of a purpose is current. */
  async list(
    ownerId: string,
    leadIds: readonly string[],
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<LeadConsent>> {
    const key = cursor === undefined ? undefined : decodeRowCursor(cursor);
    const rest = key ? sql`where (occurred_at, id) < (${key.at}::timestamptz, ${key.name}::uuid)` : sql``;
    const { rows } = await sql<LeadConsent>`
      with ${decisionsOf(ownerId, leadIds)}
      select * from consent ${rest} order by occurred_at desc, id desc limit ${limit + 1}`.execute(
      this.tables,
    );
    return toPage(rows, limit, ({ occurred_at, id }) => [occurred_at, id]);
  }

  async get(
    ownerId: string,
    leadIds: readonly string[],
    consentId: string,
  ): Promise<LeadConsent | undefined> {
    const { rows } = await sql<LeadConsent>`
      with ${decisionsOf(ownerId, leadIds)} select * from consent where id = ${consentId}`.execute(
      this.tables,
    );
    return rows[0];
  }

  /** What was decided latest of a purpose. */
  async latest(ownerId: string, leadIds: readonly string[], purpose: string): Promise<Decision | undefined> {
    const { rows } = await sql<{ decision: Decision }>`
      select decision from lead_consents
      where lead_id = any(${[...leadIds]}::uuid[]) and created_by = ${ownerId} and purpose = ${purpose}
      order by occurred_at desc, id desc limit 1`.execute(this.tables);
    return rows[0]?.decision;
  }

  /** Those of the leads whose latest decision about mail to the address beside them is that they agree. */
  async grantedAt(
    ownerId: string,
    places: readonly { id: string; email: string }[],
  ): Promise<ReadonlySet<string>> {
    if (places.length === 0) return new Set();
    const { rows } = await sql<{ id: string }>`
      select place.id from json_to_recordset(${JSON.stringify(places)}::json) as place(id uuid, email text)
      where 'granted' = (
        select decision from lead_consents where lead_id = place.id and created_by = ${ownerId} and purpose = ${MAIL}
          and lower(btrim(email)) = place.email
        order by occurred_at desc, id desc limit 1)`.execute(this.tables);
    return new Set(rows.map(({ id }) => id));
  }
}

/** All decisions of these leads: what one person ever decided is little. */
function decisionsOf(ownerId: string, leadIds: readonly string[]): RawBuilder<unknown> {
  return sql`consent as (
    select id, purpose, decision, email, text, text_version, host(ip) as ip, source, form_id, occurred_at, recorded_at,
      row_number() over (partition by purpose order by occurred_at desc, id desc) = 1 as current
    from lead_consents where lead_id = any(${[...leadIds]}::uuid[]) and created_by = ${ownerId}
  )`;
}
