import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { SuppressionFileTooLarge } from '../email.errors.js';
import type { Suppression, SuppressionImport } from './suppression.dto.js';
import { suppressionLine, suppressionLines } from './suppression-lines.js';
import { SuppressionRepository } from './suppression.repository.js';

const LINES_AT_MOST = 200_000;
const MEBIBYTES_AT_MOST = 20;
const AT_ONCE = 2_000;
const INVALID_TOLD = 10;

/** The list of an owner as a file: taken in as it arrives and given out as it is read. */
@Injectable()
export class SuppressionFiles {
  constructor(
    private readonly database: Database,
    private readonly suppressions: SuppressionRepository,
  ) {}

  /** What was taken before a file turned out to be too large stays. */
  async take(ownerId: string, file: Readable): Promise<SuppressionImport> {
    const told: SuppressionImport = { rows: 0, added: 0, known: 0, invalid: 0, invalid_lines: [] };
    let batch: { email: string; reason: string }[] = [];
    const keep = async () => {
      const distinct = new Set(batch.map(({ email }) => email)).size;
      const added = batch.length > 0 ? await this.suppressions.merge(ownerId, batch) : 0;
      told.added += added;
      told.known += distinct - added;
      batch = [];
    };
    for await (const { number, row } of suppressionLines(bounded(file))) {
      if (++told.rows > LINES_AT_MOST) throw new SuppressionFileTooLarge(LINES_AT_MOST, MEBIBYTES_AT_MOST);
      if (row) batch.push(row);
      else if (++told.invalid <= INVALID_TOLD) told.invalid_lines.push(number);
      if (batch.length >= AT_ONCE) await keep();
    }
    await keep();
    return told;
  }

  /** An address with a refusal beside its reason has a line for each, so that a list that takes them in has both. */
  give(ownerId: string): Readable {
    return Readable.from(this.pages(ownerId));
  }

  private async *pages(ownerId: string): AsyncGenerator<string> {
    yield suppressionLine(['email', 'reason', 'source', 'created_at']);
    for (let after = ''; ;) {
      const page = await this.database.as(ownerId, () => this.suppressions.after(ownerId, after, AT_ONCE));
      yield page.flatMap(linesOf).join('');
      const last = page.at(-1);
      if (!last || page.length < AT_ONCE) return;
      after = last.email;
    }
  }
}

/** Where a refusal comes from, and since when it is there, is kept of the reason alone. */
function linesOf({ email, reason, refusal, source, created_at }: Suppression): string[] {
  const line = suppressionLine([email, reason, source, created_at]);
  return refusal === null ? [line] : [line, suppressionLine([email, refusal, null, null])];
}

async function* bounded(file: Readable): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const piece of file as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > MEBIBYTES_AT_MOST * 2 ** 20)
      throw new SuppressionFileTooLarge(LINES_AT_MOST, MEBIBYTES_AT_MOST);
    yield piece;
  }
}
