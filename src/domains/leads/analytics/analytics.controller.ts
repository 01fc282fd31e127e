import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { LeadOverview } from '../lead.answers.dto.js';
import { ReportService } from '../reports/report.service.js';
import {
  LeadCohorts,
  LeadCohortsQuery,
  LeadDaysQuery,
  LeadFunnel,
  LeadsByCampaign,
  LeadsByDay,
  LeadsByForm,
  LeadsBySource,
  LeadVelocity,
} from './analytics.dto.js';
import { AnalyticsService } from './analytics.service.js';
import { JourneyService } from './journey.service.js';

@ApiTags('Lead analytics')
@Controller('api/leads/analytics')
export class AnalyticsController {
  constructor(
    private readonly reports: ReportService,
    private readonly analytics: AnalyticsService,
    private readonly journeys: JourneyService,
  ) {}

  /** Counts your leads and how many were qualified. */
  @Get('overview')
  overview(@CurrentUser() caller: Caller): Promise<LeadOverview> {
    return this.reports.overview(caller.id);
  }

  /** Counts the leads that came in on some days by where they came from. */
  @Get('sources')
  @AlsoFails(422)
  sources(@CurrentUser() caller: Caller, @Query() query: LeadDaysQuery): Promise<LeadsBySource> {
    return this.analytics.bySource(caller.id, query);
  }

  /** Counts the leads that came in on some days by the day. */
  @Get('days')
  @AlsoFails(422)
  days(@CurrentUser() caller: Caller, @Query() query: LeadDaysQuery): Promise<LeadsByDay> {
    return this.analytics.byDay(caller.id, query);
  }

  /** Counts the leads that came in on some days by the form. */
  @Get('forms')
  @AlsoFails(422)
  forms(@CurrentUser() caller: Caller, @Query() query: LeadDaysQuery): Promise<LeadsByForm> {
    return this.analytics.byForm(caller.id, query);
  }

  /** Counts the leads that came in on some days by the campaign. */
  @Get('campaigns')
  @AlsoFails(422)
  campaigns(@CurrentUser() caller: Caller, @Query() query: LeadDaysQuery): Promise<LeadsByCampaign> {
    return this.analytics.byCampaign(caller.id, query);
  }

  /** Tells how many of the leads that came in on some days have reached each stage since. */
  @Get('funnel')
  @AlsoFails(422)
  funnel(@CurrentUser() caller: Caller, @Query() query: LeadDaysQuery): Promise<LeadFunnel> {
    return this.journeys.funnel(caller.id, query);
  }

  /** Tells how long the leads that came in on some days took to be qualified, and to buy. */
  @Get('velocity')
  @AlsoFails(422)
  velocity(@CurrentUser() caller: Caller, @Query() query: LeadDaysQuery): Promise<LeadVelocity> {
    return this.journeys.velocity(caller.id, query);
  }

  /** Tells which share of the leads of each week or month was qualified, and bought, how soon. */
  @Get('cohorts')
  @AlsoFails(422)
  cohorts(@CurrentUser() caller: Caller, @Query() query: LeadCohortsQuery): Promise<LeadCohorts> {
    return this.journeys.cohorts(caller.id, query);
  }
}
