import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import type { ChangeProfile, Profile } from './profile.dto.js';

/** A profile as it stands in its row. */
export type KeptProfile = Omit<Profile, 'email'>;

const COLUMNS = ['id', 'first_name', 'last_name', 'avatar_url', 'phone', 'created_at', 'updated_at'] as const;

@Injectable()
export class ProfileRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('profiles');
  }

  find(userId: string): Promise<KeptProfile | undefined> {
    return this.tables.selectFrom('profiles').select(COLUMNS).where('id', '=', userId).executeTakeFirst();
  }

  put(userId: string, { first_name, last_name, avatar_url, phone }: ChangeProfile): Promise<KeptProfile> {
    const said = Object.entries({ first_name, last_name, avatar_url, phone });
    const values = Object.fromEntries(said.filter(([, value]) => value !== undefined));
    return this.tables
      .insertInto('profiles')
      .values({ id: userId, ...values })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ id: userId, ...values }))
      .returning(COLUMNS)
      .executeTakeFirstOrThrow();
  }
}
