import { Module } from '@nestjs/common';
import { AuthModule } from '#platform/auth/auth.module';
import { PreferenceController } from './preferences/preference.controller.js';
import { PreferenceRepository } from './preferences/preference.repository.js';
import { PreferenceService } from './preferences/preference.service.js';
import { ProfileController } from './profiles/profile.controller.js';
import { ProfileRepository } from './profiles/profile.repository.js';
import { ProfileService } from './profiles/profile.service.js';

/** Those who use the application: what they say of themselves, and what they prefer. */
@Module({
  imports: [AuthModule],
  controllers: [PreferenceController, ProfileController],
  providers: [PreferenceRepository, PreferenceService, ProfileRepository, ProfileService],
})
export class UsersModule {}
