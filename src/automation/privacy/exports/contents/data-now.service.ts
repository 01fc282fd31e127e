import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Caller } from '#platform/auth/caller';
import { ExportTooLarge } from '../../privacy.errors.js';
import { owned } from '../../map/mapped-table.js';
import type { KnownTable } from '../../map/owned-rows.js';
import { nameOf, OwnedData } from './owned-data.js';
import { JSON_TEXT } from './table-lines.js';

const ROWS_AT_MOST = 20_000;
/** Lists that clients look for, also where nothing is kept of the kind. */
const DOCUMENTED = ['marketing_autopilot_config', 'ai_video_projects'];
/** `content_pieces` as clients of before know them. */
const LIBRARY: KnownTable = {
  map: owned('content_library', 'user_id'),
  shape: {
    name: 'public.content_library',
    columns: [],
    key: [{ name: 'id', type: 'text' }],
    indexed: [],
    words: [],
    parents: [],
  },
};

/** Everything of a user as one JSON document, while it is read. */
@Injectable()
export class DataNowService {
  constructor(private readonly data: OwnedData) {}

  /** Refused before its first byte when there is more than a browser wants to save at once. */
  async read({ id, email }: Caller): Promise<Readable> {
    const tables = await this.data.exported();
    if (await this.data.exceeds(id, tables, ROWS_AT_MOST)) throw new ExportTooLarge(ROWS_AT_MOST);
    const about = { user_id: id, email: email ?? null, export_date: new Date().toISOString() };
    return Readable.from(this.text(about, tables), { objectMode: false });
  }

  private async *text(about: { user_id: string }, tables: readonly KnownTable[]): AsyncGenerator<string> {
    yield `${JSON.stringify(about).slice(0, -1)},"data":{`;
    const missing = DOCUMENTED.filter((name) => !tables.some((table) => nameOf(table) === name));
    yield missing.map((name) => `${JSON.stringify(name)}:[],`).join('');
    let before = '';
    for (const table of [LIBRARY, ...tables]) {
      yield `${before}${JSON.stringify(nameOf(table))}:${JSON_TEXT.head}`;
      let isFirst = true;
      for await (const rows of this.data.pages(about.user_id, table)) {
        yield JSON_TEXT.page(rows, isFirst);
        isFirst = false;
      }
      yield JSON_TEXT.tail;
      before = ',';
    }
    yield '}}';
  }
}
