import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { NewPreference, PreferenceQuery, UserPreference } from './preference.dto.js';
import { PreferenceService } from './preference.service.js';

@ApiTags('User')
@Controller('api/user-preferences')
export class PreferenceController {
  constructor(private readonly preferences: PreferenceService) {}

  /** Tells what you prefer, in one category or in all, the newest first. */
  @Get()
  list(@CurrentUser() caller: Caller, @Query() { category }: PreferenceQuery): Promise<UserPreference[]> {
    return this.preferences.list(caller.id, category);
  }

  /** Keeps what you prefer in a category, in the place of what was there. */
  @Post()
  @HttpCode(200)
  put(@CurrentUser() caller: Caller, @Body() wanted: NewPreference): Promise<UserPreference> {
    return this.preferences.put(caller.id, wanted);
  }
}
