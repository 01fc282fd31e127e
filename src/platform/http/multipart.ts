import type { Readable } from 'node:stream';
import { FormUnreadable } from './http.errors.js';

const BOUNDARY = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i;
const HEADERS_AT_MOST = 8 * 1024;
const FIELD_AT_MOST = 16 * 1024;
const FIELDS_AT_MOST = 20;
const HEADERS_END = Buffer.from('\r\n\r\n');
const LAST = Buffer.from('--');

/** The first file of a form. Its content is read as it arrives; what comes behind it is left unread. */
interface FormFile {
  /** What its owner calls it; may hold anything but line ends. */
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: AsyncIterable<Buffer>;
}

export interface FileForm {
  /** The fields that came before the file. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: FormFile | null;
}

/** Reads `multipart/form-data` (RFC 7578) up to its first file, holding no more of it than a chunk or a field. */
export async function readFileForm(body: Readable, contentType: string): Promise<FileForm> {
  const [, quoted, plain] = BOUNDARY.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw new FormUnreadable();
  const form = new Form(body, boundary);
  const fields = new Map<string, string>();
  for await (const _ of form.content());
  while (fields.size <= FIELDS_AT_MOST && (await form.hasPart())) {
    const { name, fileName, mediaType } = partOf(await form.headers());
    if (fileName !== undefined) return { fields, file: { fileName, mediaType, content: form.content() } };
    fields.set(name, await form.field());
  }
  return { fields, file: null };
}

class Form {
  private readonly chunks: AsyncIterator<Buffer>;
  private readonly delimiter: Buffer;
  /** What has arrived and not been read. The first boundary has no line end before it, so it is given one. */
  private ahead: Buffer = Buffer.from('\r\n');

  constructor(body: Readable, boundary: string) {
    this.chunks = body.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
    this.delimiter = Buffer.from(`\r\n--${boundary}`);
  }

  /** Behind a boundary: whether another part follows. */
  async hasPart(): Promise<boolean> {
    while (this.ahead.length < LAST.length) await this.more();
    return !this.ahead.subarray(0, LAST.length).equals(LAST);
  }

  async headers(): Promise<string> {
    for (;;) {
      const found = this.ahead.indexOf(HEADERS_END);
      if (found > HEADERS_AT_MOST || (found < 0 && this.ahead.length > HEADERS_AT_MOST))
        throw new FormUnreadable();
      if (found < 0) {
        await this.more();
        continue;
      }
      const headers = this.ahead.toString('utf8', 0, found);
      this.ahead = this.ahead.subarray(found + HEADERS_END.length);
      return headers;
    }
  }

  async field(): Promise<string> {
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of this.content()) {
      length += piece.length;
      if (length > FIELD_AT_MOST) throw new FormUnreadable();
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('utf8');
  }

  /** The bytes up to the next boundary, and past it. */
  async *content(): AsyncGenerator<Buffer> {
    for (;;) {
      const found = this.ahead.indexOf(this.delimiter);
      const sure = found < 0 ? this.ahead.length - this.delimiter.length + 1 : found;
      if (sure > 0) {
        const piece = this.ahead.subarray(0, sure);
        this.ahead = this.ahead.subarray(sure);
        yield piece;
      }
      if (found >= 0) break;
      await this.more();
    }
    this.ahead = this.ahead.subarray(this.delimiter.length);
  }

  private async more(): Promise<void> {
    const { done, value } = await this.chunks.next().catch((error: unknown) => {
      throw new FormUnreadable().because(error);
    });
    if (done) throw new FormUnreadable();
    this.ahead = this.ahead.length === 0 ? value : Buffer.concat([this.ahead, value]);
  }
}

/** What the headers of a part say. A part is a file when it has a file name, be it empty. */
function partOf(headers: string): { name: string; fileName: string | undefined; mediaType: string } {
  const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? '';
  const parameter = (name: string): string | undefined => {
    const [, quoted, plain] =
      new RegExp(`;\\s*${name}=(?:"([^"\\r\\n]*)"|([^\\s;"]+))`, 'i').exec(disposition) ?? [];
    return (quoted ?? plain)?.replace(/%22/g, '"').toWellFormed();
  };
  const mediaType = /^content-type:\s*([^\s;]+)/im.exec(headers)?.[1] ?? 'application/octet-stream';
  return {
    name: parameter('name') ?? '',
    fileName: parameter('filename'),
    mediaType: mediaType.toLowerCase(),
  };
}
