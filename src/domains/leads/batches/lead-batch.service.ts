import { Injectable } from '@nestjs/common';
import { withoutUndefined } from '#kernel/without-undefined';
import { LeadFieldService } from '../fields/lead-field.service.js';
import { type FilterReading, readFilter } from '../filters/filter-check.js';
import { FilterReaderService } from '../filters/filter-reader.service.js';
import type { Filter, Selection } from '../filters/filter.js';
import type { Lead } from '../lead.answers.dto.js';
import { columnsOf, withFindings, withPhone } from '../lead-columns.js';
import type { LeadFields, UpdateLead } from '../lead.dto.js';
import { SegmentRepository } from '../segments/segment.repository.js';
import { LeadBatchRepository } from './lead-batch.repository.js';

/** What an automation may say of a lead. Consent, addresses and scores are said otherwise, or by people alone. */
export type LeadValues = Pick<
  LeadFields,
  'status' | 'company' | 'job_title' | 'industry' | 'notes' | 'custom_fields'
>;

const TAGS_AT_MOST = 50;

/** Leads for who works on many of them at a time. */
@Injectable()
export class LeadBatches {
  constructor(
    private readonly leads: LeadBatchRepository,
    private readonly segments: SegmentRepository,
    private readonly fields: LeadFieldService,
    private readonly filters: FilterReaderService,
  ) {}

  /** Those of the owner's among the ids, by their ids. */
  async many(ownerId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Lead>> {
    if (ids.length === 0) return new Map();
    return new Map((await this.leads.many(ownerId, ids)).map((lead) => [lead.id, lead]));
  }

  /** Those of the owner's among the ids that the filter means. */
  async matching(ownerId: string, filter: Filter, ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(ids.length === 0 ? [] : await this.leads.matching(ownerId, filter, ids));
  }

  /**
   * Adds a lead as a form would that asks for all of these fields. Only for a transaction that is undone: a lead of the owner
   * that has its address or external id is without them until then.
   */
  async addSample(ownerId: string, { custom_fields: given, ...wanted }: UpdateLead): Promise<Lead> {
    const custom_fields = await this.fields.checked(ownerId, given, false);
    const values = withPhone(withFindings(withoutUndefined({ ...wanted, custom_fields })));
    return this.leads.addSample(ownerId, columnsOf(values));
  }

  ids(ownerId: string, selection: Selection, after: string | null, limit: number): Promise<string[]> {
    return this.leads.ids(ownerId, selection, after, limit);
  }

  /** How the owner's filters are read, each at its path. */
  async filterReader(ownerId: string): Promise<(raw: unknown, path: string) => FilterReading> {
    const kinds = await this.filters.customKinds(ownerId);
    return (raw, path) => readFilter(raw, kinds, path);
  }

  /** What is wrong with segments that somebody names: those that are not the owner's. */
  async unknownSegments(ownerId: string, ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    const known = new Set((await this.segments.among(ownerId, ids)).map(({ id }) => id));
    return ids.filter((id) => !known.has(id));
  }

  /** Says the same of all of them; what a person has entered stays. */
  async write(ownerId: string, ids: readonly string[], values: LeadValues, by: string): Promise<void> {
    const custom_fields = await this.fields.checked(ownerId, values.custom_fields, false);
    const columns = withoutUndefined({ ...values, custom_fields });
    await this.leads.write(ownerId, ids, columns, `agent:${by}`);
  }

  async tag(
    ownerId: string,
    ids: readonly string[],
    tags: { add?: readonly string[]; remove?: readonly string[] },
    by: string,
  ): Promise<void> {
    const { add = [], remove = [] } = tags;
    await this.leads.tag(ownerId, ids, { add, remove, most: TAGS_AT_MOST }, `agent:${by}`);
  }

  async score(
    ownerId: string,
    ids: readonly string[],
    to: { by: number } | { to: number },
    by: string,
  ): Promise<void> {
    await this.leads.score(ownerId, ids, to, `agent:${by}`);
  }
}
