import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { TrackingPolicy } from './tracking-policy.dto.js';
import { TrackingPolicies } from './tracking-policy.service.js';

/** How the caller's mail is tracked. A mailing says otherwise by `tracking` in its settings. */
@ApiTags('E-mail')
@Controller('api/email/tracking-policy')
export class TrackingPolicyController {
  constructor(private readonly policies: TrackingPolicies) {}

  /** Shows how your mail is tracked where a mailing says nothing of its own. */
  @Get()
  async get(@CurrentUser() caller: Caller): Promise<TrackingPolicy> {
    return { tracking: await this.policies.of(caller.id) };
  }

  /** Settles how mailings that are opened from now on are tracked; those that are open stay as they are. */
  @Put()
  async set(@CurrentUser() caller: Caller, @Body() { tracking }: TrackingPolicy): Promise<TrackingPolicy> {
    return { tracking: await this.policies.set(caller.id, tracking) };
  }
}
