import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import type { PageQuery } from '#platform/http/page-query';
import { Jobs } from '#platform/jobs/jobs';
import type { Filter } from '../filters/filter.js';
import { FilterReaderService } from '../filters/filter-reader.service.js';
import { LeadNotFound } from '../lead.errors.js';
import { MemberRepository } from './member.repository.js';
import type {
  ChangedMembers,
  CreateSegment,
  MemberQuery,
  Segment,
  SegmentMember,
  SegmentOfLead,
  UpdateSegment,
} from './segment.dto.js';
import {
  SegmentFilterFixed,
  SegmentFollowsFilter,
  SegmentNameTaken,
  SegmentNeedsFilter,
  SegmentNotFound,
  TooManySegments,
} from './segment.errors.js';
import { FillSegmentJob } from './segment.jobs.js';
import { SegmentRepository } from './segment.repository.js';

/** Groups of leads, and who is in them. */
@Injectable()
export class SegmentService {
  constructor(
    private readonly database: Database,
    private readonly segments: SegmentRepository,
    private readonly members: MemberRepository,
    private readonly filters: FilterReaderService,
    private readonly jobs: Jobs,
  ) {}

  list(ownerId: string, page: PageQuery): Promise<Page<Segment>> {
    return this.segments.list(ownerId, page);
  }

  async get(ownerId: string, segmentId: string): Promise<Segment> {
    const segment = isUuid(segmentId) ? await this.segments.find(ownerId, segmentId) : undefined;
    if (!segment) throw new SegmentNotFound();
    return segment;
  }

  /** Keeps the segment; its members are looked for in the background. */
  async create(
    ownerId: string,
    { name, description = null, kind, filter: raw }: CreateSegment,
  ): Promise<Segment> {
    if (kind === 'live' && raw === undefined) throw new SegmentNeedsFilter();
    const filter = raw === undefined ? null : await this.filters.read(ownerId, raw);
    return this.named(name, async () => {
      const segment = await this.segments.add(ownerId, { name, description, kind, filter });
      if (!segment) throw new TooManySegments();
      if (filter) await this.jobs.send(FillSegmentJob, { ownerId, segmentId: segment.id, revision: 1 });
      return segment;
    });
  }

  /** A new filter makes a live segment look for its members anew. */
  async update(ownerId: string, segmentId: string, changes: UpdateSegment): Promise<Segment> {
    const { kind } = await this.get(ownerId, segmentId);
    if (changes.filter !== undefined && kind === 'static') throw new SegmentFilterFixed();
    const filter: Filter | undefined =
      changes.filter === undefined ? undefined : await this.filters.read(ownerId, changes.filter);
    return this.named(changes.name ?? '', async () => {
      const { name, description } = changes;
      const revision = await this.segments.change(ownerId, segmentId, { name, description, filter });
      if (revision === undefined) throw new SegmentNotFound();
      if (filter) await this.jobs.send(FillSegmentJob, { ownerId, segmentId, revision });
      return this.get(ownerId, segmentId);
    });
  }

  async remove(ownerId: string, segmentId: string): Promise<void> {
    if (!isUuid(segmentId) || !(await this.segments.remove(ownerId, segmentId))) throw new SegmentNotFound();
  }

  async page(ownerId: string, segmentId: string, query: MemberQuery): Promise<Page<SegmentMember>> {
    await this.get(ownerId, segmentId);
    return this.members.page(ownerId, segmentId, query);
  }

  /** Lets leads into a static segment, or out of it: all of them or none. */
  move(
    ownerId: string,
    segmentId: string,
    leadIds: readonly string[],
    isIn: boolean,
  ): Promise<ChangedMembers> {
    const ids = [...new Set(leadIds.map((id) => id.toLowerCase()))];
    return this.database.transaction(async () => {
      const segment = isUuid(segmentId) ? await this.segments.hold(ownerId, segmentId) : undefined;
      if (!segment) throw new SegmentNotFound();
      if (segment.kind === 'live') throw new SegmentFollowsFilter();
      const { found, moved } = await this.members.move(ownerId, segmentId, ids, isIn);
      if (found < ids.length) throw new LeadNotFound();
      return { changed: moved, member_count: segment.member_count + (isIn ? moved : -moved) };
    });
  }

  ofLead(ownerId: string, leadId: string): Promise<SegmentOfLead[]> {
    return this.segments.ofLead(ownerId, leadId);
  }

  private async named(name: string, work: () => Promise<Segment>): Promise<Segment> {
    try {
      return await this.database.transaction(work);
    } catch (error) {
      throw breaksUnique(error, 'lead_segments_name') ? new SegmentNameTaken(name) : error;
    }
  }
}
