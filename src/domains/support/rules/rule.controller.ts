import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly, CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { NewRule, RuleDeleted, RuleRun, SupportRule, UpdateRule } from './rule.dto.js';
import { RuleService } from './rule.service.js';

@ApiTags('Support')
@Controller('api/support/rules')
@AdminOnly()
export class RuleController {
  constructor(private readonly rules: RuleService) {}

  /** Lists the rules of the desk, newest first. */
  @Get()
  @Lists(SupportRule)
  async list(@Query() page: PageQuery): Promise<Listed<SupportRule>> {
    const { items, nextCursor } = await this.rules.list(page);
    return new Listed(items, nextCursor);
  }

  /** Adds a rule: when something happens to a ticket and conditions hold, it acts. */
  @Post()
  @HttpCode(201)
  add(@CurrentUser() caller: Caller, @Body() rule: NewRule): Promise<SupportRule> {
    return this.rules.add(caller.id, rule);
  }

  /** Reads a rule. */
  @Get(':ruleId')
  get(@Param('ruleId') ruleId: string): Promise<SupportRule> {
    return this.rules.get(ruleId);
  }

  /** Changes a rule; what is left out stays as it is. */
  @Put(':ruleId')
  update(
    @CurrentUser() caller: Caller,
    @Param('ruleId') ruleId: string,
    @Body() changes: UpdateRule,
  ): Promise<SupportRule> {
    return this.rules.update(caller.id, ruleId, changes);
  }

  /** Deletes a rule, with the log of what it did. */
  @Delete(':ruleId')
  async remove(@Param('ruleId') ruleId: string): Promise<RuleDeleted> {
    await this.rules.remove(ruleId);
    return { deleted: true };
  }

  /** Lists each time the rule applied and what became of its actions, newest first. */
  @Get(':ruleId/runs')
  @Lists(RuleRun)
  async runs(@Param('ruleId') ruleId: string, @Query() page: PageQuery): Promise<Listed<RuleRun>> {
    const { items, nextCursor } = await this.rules.runs(ruleId, page);
    return new Listed(items, nextCursor);
  }
}
