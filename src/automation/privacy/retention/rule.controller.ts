import { Body, Controller, Get, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { visitorOf } from '#platform/http/visitor';
import { PutRetention, Retentions } from './rule.dto.js';
import { RuleService } from './rule.service.js';

@ApiTags('Privacy')
@Controller('api/privacy/retention')
export class RuleController {
  constructor(private readonly rules: RuleService) {}

  /** Tells how long records are kept that are forgotten by and by, and how many your rules have had forgotten. */
  @Get()
  list(@CurrentUser() caller: Caller): Promise<Retentions> {
    return this.rules.list(caller.id);
  }

  /** Has records forgotten sooner than the platform would. */
  @Put()
  put(
    @CurrentUser() caller: Caller,
    @Body() { rules }: PutRetention,
    @Req() request: FastifyRequest,
  ): Promise<Retentions> {
    return this.rules.put(caller.id, rules, visitorOf(request));
  }
}
