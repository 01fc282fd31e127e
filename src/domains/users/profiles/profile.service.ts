import { Injectable } from '@nestjs/common';
import { RoleRepository } from '#platform/auth/role.repository';
import type { Caller } from '#platform/auth/caller';
import type { ChangeProfile, Profile, UserRole } from './profile.dto.js';
import { ProfileRepository } from './profile.repository.js';

/** Who users are. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly profiles: ProfileRepository,
    private readonly userRoles: RoleRepository,
  ) {}

  async get({ id, email }: Caller): Promise<Profile> {
    const kept = await this.profiles.find(id);
    const nothing = { first_name: null, last_name: null, avatar_url: null, phone: null };
    return { ...(kept ?? { id, ...nothing, created_at: null, updated_at: null }), email: email ?? null };
  }

  async change({ id, email }: Caller, change: ChangeProfile): Promise<Profile> {
    return { ...(await this.profiles.put(id, change)), email: email ?? null };
  }

  /** Roles that an operator has given; those that the token claims are not among them. */
  roles(userId: string): Promise<UserRole[]> {
    return this.userRoles.list(userId);
  }
}
