import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';

/** Whose name a tracking domain is, whoever asks. */
@Injectable()
export class TrackingHostRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_identities');
  }

  /** Undefined for a name that is no verified tracking domain. */
  async ownerOf(host: string): Promise<string | undefined> {
    const row = await this.database.asService('email.track', () =>
      this.tables
        .selectFrom('email_identities')
        .select('created_by')
        .where('tracking_domain', '=', host)
        .where('tracking_verified_at', 'is not', null)
        .executeTakeFirst(),
    );
    return row?.created_by;
  }
}
