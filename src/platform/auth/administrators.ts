import { Injectable } from '@nestjs/common';
import type { Caller } from './caller.js';
import { RoleRepository } from './role.repository.js';

/** Who is an administrator: by the token's `app_metadata` or by a row in `user_roles`, and never by a key. */
@Injectable()
export class Administrators {
  constructor(private readonly roles: RoleRepository) {}

  async include({ id, isAdmin, apiKey }: Caller): Promise<boolean> {
    if (apiKey) return false;
    return isAdmin || (await this.roles.has(id, 'admin'));
  }
}
