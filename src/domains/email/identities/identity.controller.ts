import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { RateClass } from '#platform/http/rate-limit.guard';
import { visitorOf } from '#platform/http/visitor';
import {
  CreateIdentity,
  IdentityDeleted,
  LinkSent,
  MailIdentity,
  SendingDomain,
  UpdateIdentity,
  WarmUpDays,
} from './identity.dto.js';
import { IdentityService } from './identity.service.js';
import { SendingDomainService } from './sending-domain.service.js';
import { VerificationService } from './verification.service.js';

/** As whom the caller's mail is sent. A campaign whose `from_email` is the address of an identity is sent from it. */
@ApiTags('E-mail sending')
@Controller('api/email/identities')
export class IdentityController {
  constructor(
    private readonly identities: IdentityService,
    private readonly verification: VerificationService,
    private readonly domains: SendingDomainService,
  ) {}

  /** Lists your identities, newest first. */
  @Get()
  @Lists(MailIdentity)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<MailIdentity>> {
    const { items, nextCursor } = await this.identities.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Adds an identity with a DKIM key of its own. It sends nothing before its address has been shown to be yours. */
  @Post()
  @HttpCode(201)
  create(
    @CurrentUser() caller: Caller,
    @Body() identity: CreateIdentity,
    @Req() request: FastifyRequest,
  ): Promise<MailIdentity> {
    return this.identities.create(caller.id, identity, visitorOf(request));
  }

  /** Reads one identity. */
  @Get(':identityId')
  get(@CurrentUser() caller: Caller, @Param('identityId') identityId: string): Promise<MailIdentity> {
    return this.identities.get(caller.id, identityId);
  }

  /** Changes an identity; what is left out stays as it is. */
  @Put(':identityId')
  update(
    @CurrentUser() caller: Caller,
    @Param('identityId') identityId: string,
    @Body() changes: UpdateIdentity,
  ): Promise<MailIdentity> {
    return this.identities.update(caller.id, identityId, changes);
  }

  /** Deletes an identity and forgets its key. Mailings that are sent from it wait until they are stopped. */
  @Delete(':identityId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('identityId') identityId: string,
    @Req() request: FastifyRequest,
  ): Promise<IdentityDeleted> {
    await this.identities.remove(caller.id, identityId, visitorOf(request));
    return { deleted: true };
  }

  /** Sends a link to the address of the identity; whoever confirms it shows that the address is yours. */
  @Post(':identityId/verification')
  @HttpCode(200)
  @RateClass('generation')
  async ask(@CurrentUser() caller: Caller, @Param('identityId') identityId: string): Promise<LinkSent> {
    await this.verification.ask(caller.id, identityId);
    return { sent: true };
  }

  /** Asks the name servers about the domain: SPF, DKIM, DMARC and where bounces go, with what to publish. */
  @Post(':identityId/domain-check')
  @HttpCode(200)
  @RateClass('generation')
  check(@CurrentUser() caller: Caller, @Param('identityId') identityId: string): Promise<SendingDomain> {
    return this.domains.check(caller.id, identityId);
  }

  /** Tells how many mails may leave on each day of the warm-up. */
  @Get(':identityId/warm-up')
  async warmUp(@CurrentUser() caller: Caller, @Param('identityId') identityId: string): Promise<WarmUpDays> {
    return { days: await this.identities.warmUp(caller.id, identityId) };
  }
}
