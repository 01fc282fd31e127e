import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser, Public, WhileResting } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { visitorOf } from '#platform/http/visitor';
import {
  ConfirmDeletion,
  DeletedAccount,
  DeletionState,
  ErasureReceipt,
  RequestDeletion,
} from './deletion.dto.js';
import { DeletionService } from './deletion.service.js';

@ApiTags('Privacy')
@Controller('api')
export class DeletionController {
  constructor(private readonly deletion: DeletionService) {}

  /**
   * Asks for your account to be deleted after some days. Until then nothing is sent or done for it, it can be read, and the
   * deletion can be undone.
   */
  @Post('privacy/deletion')
  @HttpCode(202)
  @RateClass('generation')
  @AlsoFails(409)
  request(
    @CurrentUser() caller: Caller,
    @Body() wanted: RequestDeletion,
    @Req() request: FastifyRequest,
  ): Promise<DeletionState> {
    return this.deletion.request(caller, wanted, visitorOf(request));
  }

  /** Tells whether your account is to be deleted, and when. */
  @Get('privacy/deletion')
  state(@CurrentUser() caller: Caller): Promise<DeletionState> {
    return this.deletion.state(caller.id);
  }

  /** Undoes the deletion of your account: all goes on where it stopped. */
  @Delete('privacy/deletion')
  @WhileResting()
  @AlsoFails(404)
  undo(@CurrentUser() caller: Caller, @Req() request: FastifyRequest): Promise<DeletionState> {
    return this.deletion.undo(caller.id, visitorOf(request));
  }

  /** Deletes your account with all that it holds, now and for good. Its tokens open nothing any more. */
  @Delete('user/account')
  @WhileResting()
  @Answers('status')
  @RateClass('generation')
  @AlsoFails(409)
  remove(@CurrentUser() caller: Caller, @Body() wanted: ConfirmDeletion): Promise<DeletedAccount> {
    return this.deletion.deleteNow(caller, wanted?.confirmation);
  }

  /** Reads what was deleted of an account, by the id that its deletion was answered with. It says nothing of whose it was. */
  @Get('privacy/receipts/:receiptId')
  @Public()
  @RateClass('anonymous')
  receipt(@Param('receiptId') receiptId: string): Promise<ErasureReceipt> {
    return this.deletion.receipt(receiptId);
  }
}
