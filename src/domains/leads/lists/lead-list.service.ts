import { Injectable } from '@nestjs/common';
import { ListedJson, type Total } from '#platform/http/listed';
import { FilterReaderService } from '../filters/filter-reader.service.js';
import { FilterRefused } from '../filters/filter.errors.js';
import type { Filter, Selection } from '../filters/filter.js';
import { SegmentService } from '../segments/segment.service.js';
import { conditionsOf, isEverybody } from './lead-list-filter.js';
import type { LeadListQuery } from './lead-list.dto.js';
import { TooManyToSort } from './lead-list.errors.js';
import { LeadListRepository, type Look, type Slice, type Source } from './lead-list.repository.js';
import { isIndexed, isNullable } from './lead-order.repository.js';
import { cursorOf, fieldOf, type ListOrder, positionOf } from './lead-sort.js';
import { LeadTotals } from './lead-totals.js';

/** As many leads can be sorted for one page. */
const SORTED_AT_MOST = 10_000;
/** Where an index has the order, more than so many that are meant are found by going along it. */
const FEW = 2_500;
/** What a search finds at most. */
const FOUND_AT_MOST = 500;
/** So many leads are looked at for one page, in the order of an index. */
const LOOKED_AT = 5_000;

type Found = Look & { readonly total?: Total };

/**
 * Leads as lists show them. A page costs about the same however many leads there are: a look that would become long ends, and
 * the page is then shorter than asked for, or empty, with a cursor behind the last lead that was looked at.
 */
@Injectable()
export class LeadListService {
  constructor(
    private readonly leads: LeadListRepository,
    private readonly filters: FilterReaderService,
    private readonly segments: SegmentService,
    private readonly totals: LeadTotals,
  ) {}

  /** One page, as JSON written by Postgres. */
  async list(ownerId: string, query: Partial<LeadListQuery> & { limit: number }): Promise<ListedJson> {
    const { sort, cursor, offset = 0, limit, q } = query;
    const order: ListOrder = sort ?? (q === undefined ? '-created_at' : 'match');
    const selection = await this.selectionOf(ownerId, query);
    const after = cursor === undefined ? undefined : positionOf(order, cursor);
    const slice: Slice = { order, after, skip: offset, limit: limit + 1 };
    const found =
      q === undefined
        ? await this.find(ownerId, selection, slice)
        : await this.search(ownerId, selection, slice, q);
    const items = found.leads.slice(0, limit);
    const next = found.leads.length > limit ? items.at(-1)?.at : found.seenTo;
    const isAll = !after && offset === 0 && !next;
    const total = isAll
      ? { count: items.length, estimated: false }
      : (found.total ?? (await this.totals.of(ownerId, selection)));
    const json = `[${items.map((lead) => lead.json).join(',')}]`;
    return new ListedJson(json, next ? cursorOf(order, next) : null, total);
  }

  private async find(ownerId: string, selection: Selection, slice: Slice): Promise<Found> {
    const { order, skip } = slice;
    if (!isIndexed(order) || (isNullable(order) && skip > 0)) {
      const everybody = this.leads.everybody(ownerId, SORTED_AT_MOST + 1);
      const sorted = await this.sorted(ownerId, selection, slice, {
        sources: [...this.leads.sources(ownerId, selection, SORTED_AT_MOST + 1), everybody],
        most: SORTED_AT_MOST,
      });
      if (!sorted) throw new TooManyToSort(fieldOf(order));
      return sorted;
    }
    if (isEverybody(selection)) return this.leads.all(ownerId, slice);
    if (skip > 0) return this.leads.walk(ownerId, selection, slice, undefined);
    const look = await this.leads.walk(ownerId, selection, slice, LOOKED_AT);
    if (!look.seenTo) return look;
    const sources = this.leads.sources(ownerId, selection, FEW + 1);
    const sorted = await this.sorted(ownerId, selection, slice, { sources, most: FEW });
    return sorted ?? look;
  }

  private async search(ownerId: string, selection: Selection, slice: Slice, q: string): Promise<Found> {
    const source = this.leads.foundBy(ownerId, q);
    const { leads, all, meant } = await this.leads.sort(ownerId, selection, slice, source);
    return { leads, total: { count: meant, estimated: all >= FOUND_AT_MOST } };
  }

  /** By the first source that has few leads; nothing when each of them has more. */
  private async sorted(
    ownerId: string,
    selection: Selection,
    slice: Slice,
    { sources, most }: { sources: readonly Source[]; most: number },
  ): Promise<Found | undefined> {
    for (const source of sources) {
      const { leads, all, meant } = await this.leads.sort(ownerId, selection, slice, source);
      if (all <= most) return { leads, total: { count: meant, estimated: false } };
    }
    return undefined;
  }

  private async selectionOf(ownerId: string, query: Partial<LeadListQuery>): Promise<Selection> {
    const { filter, segment_id: segmentId } = query;
    if (segmentId !== undefined) await this.segments.get(ownerId, segmentId);
    const read: Filter[] = filter === undefined ? [] : [await this.filters.read(ownerId, treeOf(filter))];
    return { filter: { all: [...conditionsOf(query), ...read] }, segmentId };
  }
}

function treeOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const message = 'filter must be a tree of conditions as JSON';
    throw new FilterRefused(message).withIssues([{ path: 'filter', message }]);
  }
}
