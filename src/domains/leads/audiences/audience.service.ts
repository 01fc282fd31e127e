import { Injectable } from '@nestjs/common';
import type { FieldIssue } from '#kernel/errors';
import { readFilter } from '../filters/filter-check.js';
import { FilterReaderService } from '../filters/filter-reader.service.js';
import type { AudienceFilter } from './audience.js';
import { AudienceRepository, type NamedIn } from './audience.repository.js';

/** An audience as a client has sent it: its filter is still to be read. */
export interface UnreadAudience extends Omit<AudienceFilter, 'filter'> {
  readonly filter?: unknown;
}

/** Whether audiences mean what there is. */
@Injectable()
export class AudienceService {
  constructor(
    private readonly audiences: AudienceRepository,
    private readonly filters: FilterReaderService,
  ) {}

  /** What is wrong with each, in their order: leads, segments and forms that are not the owner's, filters that cannot be read. */
  async problems(ownerId: string, audiences: readonly UnreadAudience[]): Promise<FieldIssue[][]> {
    const strangers = await this.audiences.strangers(ownerId, {
      leadIds: audiences.flatMap(({ leadIds = [] }) => leadIds),
      segmentIds: audiences.flatMap(({ segmentIds = [] }) => segmentIds),
      formIds: audiences.flatMap(({ formIds = [] }) => formIds),
    });
    const hasFilters = audiences.some(({ filter }) => filter !== undefined);
    const kinds = hasFilters ? await this.filters.customKinds(ownerId) : new Map();
    return audiences.map((audience) => [
      ...NAMED.flatMap(([key, path, noun]) => {
        const strange = (audience[key] ?? []).filter((id) => strangers.has(id.toLowerCase()));
        return strange.length > 0
          ? [{ path, message: `${path} must hold your own ${noun}: ${said(strange)}` }]
          : [];
      }),
      ...(audience.filter === undefined ? [] : readFilter(audience.filter, kinds).issues),
    ]);
  }

  /** The audience with its filter read. Throws what is wrong with the filter. */
  async read(ownerId: string, { filter, ...audience }: UnreadAudience): Promise<AudienceFilter> {
    return filter === undefined
      ? audience
      : { ...audience, filter: await this.filters.read(ownerId, filter) };
  }
}

const NAMED: readonly [key: keyof NamedIn, path: string, noun: string][] = [
  ['leadIds', 'lead_ids', 'leads'],
  ['segmentIds', 'segment_ids', 'segments'],
  ['formIds', 'form_ids', 'forms'],
];
const NAMED_AT_MOST = 3;

function said(ids: readonly string[]): string {
  const rest = ids.length - NAMED_AT_MOST;
  return (
    ids.slice(0, NAMED_AT_MOST).join(', ') +
    (rest > 0 ? ` and ${rest} more are not` : ids.length > 1 ? ' are not' : ' is not')
  );
}
