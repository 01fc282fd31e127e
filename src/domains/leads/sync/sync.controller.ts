import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { LeadSync } from './sync.dto.js';
import { SyncService } from './sync.service.js';

@ApiTags('Leads')
@Controller('api/leads')
export class SyncController {
  constructor(private readonly syncs: SyncService) {}

  /**
   * Takes over what has changed in the sources that are connected since it was last asked for: new leads are made, known ones
   * brought together with what is told, and nothing that a person has entered is replaced. Without a source nothing happens.
   */
  @Post('sync')
  @HttpCode(200)
  sync(@CurrentUser() caller: Caller): Promise<LeadSync> {
    return this.syncs.sync(caller.id);
  }
}
