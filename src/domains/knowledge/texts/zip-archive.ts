import { inflateRawSync } from 'node:zlib';
import { DocumentUnreadable } from './document-text.js';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const ENTRIES_AT_MOST = 5_000;
const UNPACKED_AT_MOST = 100 * 1024 * 1024;
/** How far into an XML part a document type would have to stand. */
const PROLOGUE = 4_096;

const damaged = () => new DocumentUnreadable('The file is damaged and cannot be opened.');

/**
 * Unpacks a ZIP archive for its size alone before a library unpacks it for good: what would grow beyond 100 MiB is refused
 * however small it says it is, and so are entities declared in its XML. Answers the names of its entries.
 */
export function checkArchive(bytes: Uint8Array): string[] {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names: string[] = [];
  let left = UNPACKED_AT_MOST;
  for (const entry of entriesOf(archive)) {
    const content = unpacked(archive, entry, left);
    left -= content.length;
    if (/\.(?:xml|rels)$/i.test(entry.name) && content.subarray(0, PROLOGUE).includes('<!DOCTYPE'))
      throw damaged();
    names.push(entry.name);
  }
  return names;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly at: number;
}

function* entriesOf(archive: Buffer): Generator<Entry> {
  const end = endOf(archive);
  const count = archive.readUInt16LE(end + 10);
  if (count > ENTRIES_AT_MOST)
    throw new DocumentUnreadable(`The file holds ${count} parts; at most ${ENTRIES_AT_MOST} are read.`);
  let at = archive.readUInt32LE(end + 16);
  for (let number = 0; number < count; number++) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== ENTRY) throw damaged();
    const flags = archive.readUInt16LE(at + 8);
    if (flags & 1)
      throw new DocumentUnreadable(
        'The file is protected by a password: save it without one and upload it again.',
      );
    const nameLength = archive.readUInt16LE(at + 28);
    yield {
      name: archive.toString('utf8', at + 46, at + 46 + nameLength),
      method: archive.readUInt16LE(at + 10),
      packed: archive.readUInt32LE(at + 20),
      at: archive.readUInt32LE(at + 42),
    };
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
}

/** Where the record that closes the archive begins; behind it is at most a comment. */
function endOf(archive: Buffer): number {
  const first = Math.max(0, archive.length - END_LENGTH - LONGEST_COMMENT);
  for (let at = archive.length - END_LENGTH; at >= first; at--)
    if (archive.readUInt32LE(at) === END) return at;
  throw damaged();
}

function unpacked(archive: Buffer, { method, packed, at }: Entry, most: number): Buffer {
  if (at + 30 > archive.length || archive.readUInt32LE(at) !== LOCAL) throw damaged();
  const start = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
  const content = archive.subarray(start, start + packed);
  if (method === 0) {
    if (content.length > most) throw tooLarge();
    return content;
  }
  if (method !== 8) throw damaged();
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : damaged();
  }
}

const tooLarge = () =>
  new DocumentUnreadable(`Unpacked, the file is larger than ${UNPACKED_AT_MOST / 1024 / 1024} MiB.`);
