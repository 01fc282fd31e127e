import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { RateClass } from '#platform/http/rate-limit.guard';
import { visitorOf } from '#platform/http/visitor';
import { ErasePerson, PersonErasure } from './person.dto.js';
import { PersonService } from './person.service.js';

@ApiTags('Privacy')
@Controller('api/privacy')
export class PersonController {
  constructor(private readonly persons: PersonService) {}

  /**
   * Erases a person from your leads, their history and your mail at once, and by a job from what else you have written:
   * notes, tickets, documents, what agents and workflows kept and webhooks were told. Their address and number are written over
   * there. A hash stays, by which the address is never written to again, even when it is imported anew.
   */
  @Post('erase-person')
  @HttpCode(202)
  @AlsoFails(404)
  @RateClass('generation')
  erase(
    @CurrentUser() caller: Caller,
    @Body() wanted: ErasePerson,
    @Req() request: FastifyRequest,
  ): Promise<PersonErasure> {
    return this.persons.erase(caller.id, wanted, visitorOf(request));
  }

  /** Reads the receipt of an erasure, and whether it is complete. */
  @Get('erasures/:erasureId')
  receipt(@CurrentUser() caller: Caller, @Param('erasureId') erasureId: string): Promise<PersonErasure> {
    return this.persons.receipt(caller.id, erasureId);
  }

  /** Lists the receipts of people you have erased, newest first. */
  @Get('erasures')
  @Lists(PersonErasure)
  async receipts(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<PersonErasure>> {
    const { items, nextCursor } = await this.persons.receipts(caller.id, page);
    return new Listed(items, nextCursor);
  }
}
