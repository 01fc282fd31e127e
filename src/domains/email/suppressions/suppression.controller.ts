import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { NewSuppression, Suppression, SuppressionAddress, SuppressionRemoval } from './suppression.dto.js';
import { SuppressionService } from './suppression.service.js';

@ApiTags('E-mail')
@Controller('api/email/suppressions')
export class SuppressionController {
  constructor(private readonly suppressions: SuppressionService) {}

  /** Lists the addresses that are not written to, newest first. */
  @Get()
  @Lists(Suppression)
  async list(@CurrentUser() caller: Caller, @Query() query: PageQuery): Promise<Listed<Suppression>> {
    const page = await this.suppressions.list(caller.id, query);
    return new Listed(page.items, page.nextCursor);
  }

  /** Adds an address that must not be written to. */
  @Post()
  @HttpCode(201)
  add(@CurrentUser() caller: Caller, @Body() body: NewSuppression): Promise<Suppression> {
    return this.suppressions.add(caller.id, body.email, body.reason, body.source);
  }

  /**
   * Takes an address off the list, and keeps why. Of an address that refuses marketing besides, that is left: what its person asks
   * for reaches it again.
   */
  @Delete()
  remove(@CurrentUser() caller: Caller, @Query() { email, reason }: SuppressionAddress): Promise<void> {
    return this.suppressions.remove(caller.id, email, reason);
  }

  /** Lists the addresses that were taken off the list, newest first. */
  @Get('removals')
  @Lists(SuppressionRemoval)
  async removals(
    @CurrentUser() caller: Caller,
    @Query() query: PageQuery,
  ): Promise<Listed<SuppressionRemoval>> {
    const page = await this.suppressions.removals(caller.id, query);
    return new Listed(page.items, page.nextCursor);
  }
}
