import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ZipFile } from 'yazl';
import { OwnedFiles } from '../../map/owned-files.js';
import type { KnownTable } from '../../map/owned-rows.js';
import { columnsOf, nameOf, OwnedData } from './owned-data.js';
import { csvText, JSON_TEXT, type TableText } from './table-lines.js';

const README = `Everything that is kept of you.

data/<table>.json  each table as JSON
csv/<table>.csv    the same as CSV, in UTF-8; a cell that begins with an apostrophe and =, +, - or @ is a text that begins with the latter
files/             your files
manifest.json      when it was made, how many rows and files there are, and which files are kept no more

Left out are values of keys, which are sealed, and what is worked out from the rest, such as indexes of words.
`;

/** How much has been written so far. */
export interface Written {
  rows: number;
  files: number;
}

/** What is being filled, until nobody reads it any more. */
interface Archive {
  readonly zip: ZipFile;
  readonly over: AbortSignal;
}

/** Is called while the archive is written: it throws when the writing is to end. */
type Look = (written: Written) => Promise<void>;

/** Writes everything of a user into a ZIP while it is read: nothing but the page at hand is held in memory. */
@Injectable()
export class ExportArchive {
  constructor(
    private readonly data: OwnedData,
    private readonly files: OwnedFiles,
  ) {}

  async *bytes(userId: string, written: Written, look: Look): AsyncGenerator<Buffer> {
    const zip = new ZipFile();
    const output = zip.outputStream as Readable;
    const over = new AbortController();
    const filling = this.fill({ zip, over: over.signal }, userId, written, look).catch((error: unknown) =>
      output.destroy(error instanceof Error ? error : new Error(String(error))),
    );
    try {
      yield* output as AsyncIterable<Buffer>;
    } finally {
      over.abort();
      await filling;
    }
  }

  /** One entry after the other: the next is begun when the one before has been read to its end. */
  private async fill(archive: Archive, userId: string, written: Written, look: Look): Promise<void> {
    const { zip } = archive;
    zip.addBuffer(Buffer.from(README), 'README.txt');
    const tables = await this.data.exported();
    for (const table of tables) {
      const name = nameOf(table);
      await added(
        archive,
        `data/${name}.json`,
        this.text(userId, table, JSON_TEXT, (rows) => look(count(written, rows))),
      );
      await added(
        archive,
        `csv/${name}.csv`,
        this.text(userId, table, csvText(columnsOf(table)), () => look(written)),
      );
    }
    const missing = await this.addFiles(archive, userId, written, look);
    const manifest = {
      made_at: new Date().toISOString(),
      user_id: userId,
      tables: tables.map(nameOf),
      ...written,
      files_missing: missing,
    };
    zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 2)), 'manifest.json');
    zip.end();
  }

  /** Answers which files are not in storage any more. One that cannot be read fails the export, which is tried again. */
  private async addFiles(archive: Archive, userId: string, written: Written, look: Look): Promise<string[]> {
    const missing: string[] = [];
    for await (const paths of this.files.exported(userId))
      for (const path of paths) {
        const content = await this.files.read(path);
        if (!content) {
          missing.push(path);
          continue;
        }
        await added(archive, `files/${path}`, content);
        written.files++;
        await look(written);
      }
    return missing;
  }

  private async *text(
    userId: string,
    table: KnownTable,
    { head, page, tail }: TableText,
    seen: (rows: number) => Promise<void>,
  ): AsyncGenerator<Buffer> {
    yield Buffer.from(head);
    let isFirst = true;
    for await (const rows of this.data.pages(userId, table)) {
      yield Buffer.from(page(rows, isFirst));
      isFirst = false;
      await seen(rows.length);
    }
    if (tail !== '') yield Buffer.from(tail);
  }
}

function count(written: Written, rows: number): Written {
  written.rows += rows;
  return written;
}

/** Resolves when the entry has been read to its end, and rejects when it could not be or nobody reads any more. */
function added({ zip, over }: Archive, name: string, content: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    const entry = Readable.from(content, { objectMode: false, signal: over });
    entry.once('error', reject).once('close', resolve);
    zip.addReadStream(entry, name);
  });
}
