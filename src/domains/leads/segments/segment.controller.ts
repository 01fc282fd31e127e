import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import type { Lead } from '../lead.answers.dto.js';
import { LeadService } from '../lead.service.js';
import { EstimateService } from './estimate.service.js';
import {
  ChangedMembers,
  CreateSegment,
  MemberQuery,
  Segment,
  SegmentDeleted,
  SegmentEstimate,
  SegmentFilter,
  SegmentLeads,
  SegmentMember,
  SegmentOfLead,
  UpdateSegment,
} from './segment.dto.js';
import { SegmentService } from './segment.service.js';

@ApiTags('Lead segments')
@Controller('api/leads')
export class SegmentController {
  constructor(
    private readonly segments: SegmentService,
    private readonly estimates: EstimateService,
    private readonly leads: LeadService,
  ) {}

  /** Lists your segments, newest first. */
  @Get('segments')
  @Lists(Segment)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<Segment>> {
    const { items, nextCursor } = await this.segments.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Makes a segment; its members are looked for in the background. */
  @Post('segments')
  @HttpCode(201)
  create(@CurrentUser() caller: Caller, @Body() segment: CreateSegment): Promise<Segment> {
    return this.segments.create(caller.id, segment);
  }

  /** Tells how many of your leads a filter means. */
  @Post('segments/estimate')
  @HttpCode(200)
  estimate(@CurrentUser() caller: Caller, @Body() { filter }: SegmentFilter): Promise<SegmentEstimate> {
    return this.estimates.estimate(caller.id, filter);
  }

  /** Shows ten of the leads that a filter means, or fewer where these are rare among many. */
  @Post('segments/sample')
  @HttpCode(200)
  sample(@CurrentUser() caller: Caller, @Body() { filter }: SegmentFilter): Promise<Lead[]> {
    return this.estimates.some(caller.id, filter);
  }

  /** Reads one segment. */
  @Get('segments/:segmentId')
  get(@CurrentUser() caller: Caller, @Param('segmentId') segmentId: string): Promise<Segment> {
    return this.segments.get(caller.id, segmentId);
  }

  /** Changes a segment; with a new filter its members are looked for anew. */
  @Put('segments/:segmentId')
  update(
    @CurrentUser() caller: Caller,
    @Param('segmentId') segmentId: string,
    @Body() changes: UpdateSegment,
  ): Promise<Segment> {
    return this.segments.update(caller.id, segmentId, changes);
  }

  /** Deletes a segment; its leads stay. */
  @Delete('segments/:segmentId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('segmentId') segmentId: string,
  ): Promise<SegmentDeleted> {
    await this.segments.remove(caller.id, segmentId);
    return { deleted: true };
  }

  /** Lists the leads in a segment, those who came last first. */
  @Get('segments/:segmentId/members')
  @Lists(SegmentMember)
  async members(
    @CurrentUser() caller: Caller,
    @Param('segmentId') segmentId: string,
    @Query() query: MemberQuery,
  ): Promise<Listed<SegmentMember>> {
    const { items, nextCursor } = await this.segments.page(caller.id, segmentId, query);
    return new Listed(items, nextCursor);
  }

  /** Lets up to 1,000 leads into a static segment. */
  @Post('segments/:segmentId/members')
  @HttpCode(200)
  letIn(
    @CurrentUser() caller: Caller,
    @Param('segmentId') segmentId: string,
    @Body() { lead_ids }: SegmentLeads,
  ): Promise<ChangedMembers> {
    return this.segments.move(caller.id, segmentId, lead_ids, true);
  }

  /** Lets up to 1,000 leads out of a static segment. */
  @Post('segments/:segmentId/members/remove')
  @HttpCode(200)
  letOut(
    @CurrentUser() caller: Caller,
    @Param('segmentId') segmentId: string,
    @Body() { lead_ids }: SegmentLeads,
  ): Promise<ChangedMembers> {
    return this.segments.move(caller.id, segmentId, lead_ids, false);
  }

  /** Lists the segments that a lead is in. */
  @Get(':leadId/segments')
  async ofLead(@CurrentUser() caller: Caller, @Param('leadId') leadId: string): Promise<SegmentOfLead[]> {
    const { id } = await this.leads.get(caller.id, leadId);
    return this.segments.ofLead(caller.id, id);
  }
}
