import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';

/** Something that was done for its owner. */
export interface Activity {
  /** Noted once, however often it is told. */
  readonly id: string;
  readonly type: string;
  readonly description: string;
  readonly entity: { readonly type: string; readonly id: string };
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What was done without being asked for each time. Front ends listen to what is added. */
@Injectable()
export class ActivityRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('autopilot_activity_log');
  }

  async note(ownerId: string, { id, type, description, entity, metadata }: Activity): Promise<void> {
    await this.tables
      .insertInto('autopilot_activity_log')
      .values({
        id,
        user_id: ownerId,
        activity_type: type,
        activity_description: description,
        entity_type: entity.type,
        entity_id: entity.id,
        metadata: JSON.stringify(metadata),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
