import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { FileStorage } from '#platform/storage/file-storage';
import { FILE_MAP } from '../../map/data-map.js';
import { ErasingRepository } from '../../map/erasing.repository.js';

const AT_MOST = 10_000;
/** Rows go, or say that the file is gone: whoever wants one asks for it again. */
const FORGOTTEN: Readonly<Record<string, string>> = {
  'public.lead_exports': `delete from public.lead_exports where created_by = $1::uuid returning 1`,
  'public.data_export_requests': `
    update public.data_export_requests set status = 'expired', download_url = null, attempt = null
    where user_id = $1::uuid and status <> 'expired' returning 1`,
};

/** Files into which leads were copied, and from which nobody can be taken out. */
@Injectable()
export class LeadCopies {
  constructor(
    private readonly database: Database,
    private readonly rows: ErasingRepository,
    private readonly storage: FileStorage,
  ) {}

  /** Removes those of an owner; answers how many there were. */
  async remove(ownerId: string): Promise<number> {
    let removed = 0;
    for (const [kind, { table }] of FILE_MAP.entries()) {
      const forget = FORGOTTEN[table];
      if (forget === undefined) continue;
      const paths = await this.rows.files(ownerId, kind, [AT_MOST, 0]);
      await this.storage.remove(paths);
      await this.database.asService('privacy.erase', () =>
        this.database.execute({ sql: forget, parameters: [ownerId] }),
      );
      removed += paths.length;
    }
    return removed;
  }
}
