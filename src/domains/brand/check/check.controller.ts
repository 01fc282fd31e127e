import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { CheckedText, CheckText } from './check.dto.js';
import { CheckService } from './check.service.js';

@ApiTags('Brand')
@Controller('api/brand/check')
export class CheckController {
  constructor(private readonly checks: CheckService) {}

  /** Checks by rules alone whether a text keeps to your brand: its words, and what of its tone can be counted. */
  @Post()
  @HttpCode(200)
  @AlsoFails(404)
  check(@CurrentUser() caller: Caller, @Body() text: CheckText): Promise<CheckedText> {
    return this.checks.check(caller.id, text);
  }
}
