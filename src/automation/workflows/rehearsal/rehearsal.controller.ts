import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { FigureQuery, WorkflowFigures } from '../figures/figure.dto.js';
import { FigureService } from '../figures/figure.service.js';
import { SimulateWorkflow, Simulation } from './rehearsal.dto.js';
import { RehearsalService } from './rehearsal.service.js';

@ApiTags('Workflows')
@Controller(['api/workflows/:workflowId', 'api/workflow/:workflowId'])
export class RehearsalController {
  constructor(
    private readonly rehearsals: RehearsalService,
    private readonly figures: FigureService,
  ) {}

  /** Walks through a workflow on a clock of its own and tells the way, the times and what would be sent; does nothing. */
  @Post('simulate')
  @HttpCode(200)
  simulate(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
    @Body() wish: SimulateWorkflow,
  ): Promise<Simulation> {
    return this.rehearsals.simulate(caller.id, workflowId, wish);
  }

  /** Tells of each step how many entered, did it, are there, skipped it and failed. */
  @Get('figures')
  of(
    @CurrentUser() caller: Caller,
    @Param('workflowId') workflowId: string,
    @Query() { version }: FigureQuery,
  ): Promise<WorkflowFigures> {
    return this.figures.of(caller.id, workflowId, version === undefined ? null : Number(version));
  }
}
