import { Injectable } from '@nestjs/common';
import { type Insertable, type Selectable, sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import type { Provenance } from '#platform/ai/provenance.dto';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { ProposalsTable } from '#platform/database/schema.generated';
import type { ProposalBrand } from './documents/proposal-brand.js';
import type { ProposalRequest } from './drafts/proposal-request.dto.js';
import type { Proposal, ProposalBody, ProposalSummary } from './proposal.answers.dto.js';
import type { ProposalQuery } from './proposal.dto.js';
import { proposalTotals } from './proposal-totals.js';
import type { ProposalStatus } from './proposal-state.js';
import { storedBody, storedBrand } from './stored-body.js';

type Row = Selectable<ProposalsTable>;

export interface NewProposal {
  template_type: string;
  body: ProposalBody;
  request: ProposalRequest;
  provenance: Provenance;
  brand: ProposalBrand | null;
}

const SUMMARY = [
  'id',
  'client_name',
  'template_type',
  'status',
  'value',
  'currency',
  'created_at',
  'updated_at',
] as const;

@Injectable()
export class ProposalRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('proposals');
  }

  async add(
    ownerId: string,
    { template_type, body, request, provenance, brand }: NewProposal,
  ): Promise<Proposal> {
    const row = await this.tables
      .insertInto('proposals')
      .values({
        ...columnsOf(body),
        id: newId(),
        created_by: ownerId,
        template_type,
        request: JSON.stringify(request),
        provenance: JSON.stringify(provenance),
        brand: brandColumn(brand),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toProposal(row);
  }

  /** Newest first; a part of the client's name is found in capitals or not. */
  async list(ownerId: string, { status, client, ...page }: ProposalQuery): Promise<Page<ProposalSummary>> {
    let wanted = this.tables.selectFrom('proposals').select(SUMMARY).where('created_by', '=', ownerId);
    if (status !== undefined) wanted = wanted.where('status', '=', status);
    if (client) wanted = wanted.where('client_name', 'ilike', `%${escapePattern(client)}%`);
    const { items, nextCursor } = await newestFirst(wanted, page, BY_ID);
    return { items: items.map(toSummary), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<Proposal | undefined> {
    const row = await this.own(ownerId, id).executeTakeFirst();
    return row && toProposal(row);
  }

  /** What the draft was made from; nothing for a proposal that was not drafted here. */
  async request(ownerId: string, id: string): Promise<ProposalRequest | undefined> {
    const row = await this.tables
      .selectFrom('proposals')
      .select('request')
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return (row?.request as ProposalRequest | null | undefined) ?? undefined;
  }

  /** The proposal, held for the running transaction so that nobody else changes it. */
  async hold(ownerId: string, id: string): Promise<Proposal | undefined> {
    const row = await this.own(ownerId, id).forUpdate().executeTakeFirst();
    return row && toProposal(row);
  }

  /** Puts a body in the place of the one before, as the version of that number. */
  async replace(ownerId: string, id: string, body: ProposalBody, version: number): Promise<Proposal> {
    return this.change(ownerId, id, { ...columnsOf(body), version, saved_at: sql<string>`now()` as never });
  }

  async setBrand(ownerId: string, id: string, brand: ProposalBrand | null): Promise<Proposal> {
    return this.change(ownerId, id, { brand: brandColumn(brand) });
  }

  async move(ownerId: string, id: string, to: ProposalStatus): Promise<Proposal> {
    return this.change(ownerId, id, {
      status: to,
      ...(to === 'sent' && { sent_at: sql<string>`now()` as never }),
      ...((to === 'accepted' || to === 'rejected') && { decided_at: sql<string>`now()` as never }),
      ...(to === 'draft' && { decided_at: null }),
    });
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('proposals')
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  private own(ownerId: string, id: string) {
    return this.tables
      .selectFrom('proposals')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('id', '=', id);
  }

  /** Of a proposal that the running transaction holds. */
  private async change(
    ownerId: string,
    id: string,
    columns: Partial<Insertable<ProposalsTable>>,
  ): Promise<Proposal> {
    const row = await this.tables
      .updateTable('proposals')
      .set(columns)
      .where('created_by', '=', ownerId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toProposal(row);
  }
}

function columnsOf({ client_info, sections, content, pricing, timeline, terms, ...plain }: ProposalBody) {
  return {
    ...plain,
    client_info: JSON.stringify(client_info),
    sections: JSON.stringify(sections),
    content: JSON.stringify(content),
    pricing: JSON.stringify(pricing),
    timeline: JSON.stringify(timeline),
    terms: JSON.stringify(terms),
    value: proposalTotals({ ...plain, pricing }).total,
  };
}

/** The logo stays with whoever has the brand. */
function brandColumn(brand: ProposalBrand | null): string | null {
  return brand && JSON.stringify({ name: brand.name, colors: brand.colors ?? {} });
}

function toProposal(row: Row): Proposal {
  const body = storedBody(row);
  const totals = proposalTotals(body);
  const provenance = row.provenance as Provenance | null;
  return {
    id: row.id,
    template_type: row.template_type,
    status: row.status as ProposalStatus,
    ...body,
    totals,
    value: totals.total,
    version: row.version,
    brand: storedBrand(row.brand),
    ai: provenance?.ai ?? false,
    provenance,
    created_at: row.created_at,
    updated_at: row.updated_at,
    saved_at: row.saved_at,
    sent_at: row.sent_at,
    decided_at: row.decided_at,
  };
}

function toSummary(row: Pick<Row, (typeof SUMMARY)[number]>): ProposalSummary {
  return {
    ...row,
    status: row.status as ProposalStatus,
    value: row.value === null ? null : Number(row.value),
  };
}

/** `%` and `_` of a name are themselves, not patterns. */
function escapePattern(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
