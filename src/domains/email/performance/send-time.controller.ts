import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { SendTimeAdvice, SendTimeAudience } from './send-time.dto.js';
import { SendTimes } from './send-time.service.js';

@ApiTags('E-mail')
@Controller('api/email/send-time')
export class SendTimeController {
  constructor(private readonly times: SendTimes) {}

  /**
   * Tells when mail to an audience is opened most, and around which hour each of its leads opens mail, from what was opened in the
   * last half year. Where too little was, it is common advice, marked as an estimate.
   */
  @Post('optimize')
  @HttpCode(200)
  @ApiBody({ type: SendTimeAudience })
  optimize(
    @CurrentUser() caller: Caller,
    @Body() audience: Record<string, unknown>,
  ): Promise<SendTimeAdvice> {
    return this.times.advise(caller.id, audience);
  }
}
