import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { ChangeProfile, Profile, UserRole } from './profile.dto.js';
import { ProfileService } from './profile.service.js';

@ApiTags('User')
@Controller('api/user')
export class ProfileController {
  constructor(private readonly profiles: ProfileService) {}

  /** Tells who you are. */
  @Get('profile')
  get(@CurrentUser() caller: Caller): Promise<Profile> {
    return this.profiles.get(caller);
  }

  /** Changes what you say of yourself. */
  @Patch('profile')
  change(@CurrentUser() caller: Caller, @Body() change: ChangeProfile): Promise<Profile> {
    return this.profiles.change(caller, change);
  }

  /** Lists the roles that you have been given; what your token says of roles is not among them. */
  @Get('roles')
  roles(@CurrentUser() caller: Caller): Promise<UserRole[]> {
    return this.profiles.roles(caller.id);
  }
}
