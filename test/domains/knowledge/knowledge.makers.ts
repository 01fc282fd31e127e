import { createRequire } from 'node:module';
import { deflateRawSync } from 'node:zlib';
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import type { TestApp } from '../../support/app.js';
import type { Answer, TestClient } from '../../support/client.js';

interface PdfPrinter {
  setFonts(fonts: object): void;
  setUrlAccessPolicy(mayRead: () => boolean): void;
  setLocalAccessPolicy(mayRead: (path: string) => boolean): void;
  createPdf(document: object): { getBuffer(): Promise<Buffer> };
}
/** Loaded without its types, which bring those of browsers along; one of our own, for the package gives all the same. */
const { constructor: Printer } = createRequire(import.meta.url)('pdfmake') as {
  constructor: new () => PdfPrinter;
};
const printer = new Printer();
printer.setFonts({ Helvetica: { normal: 'Helvetica' } });
printer.setUrlAccessPolicy(() => false);
printer.setLocalAccessPolicy((path) => path === 'Helvetica');

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export interface Marketer {
  id: string;
  client: TestClient;
}

/** A new user with a bucket. */
export async function withBucket(app: TestApp, name = 'Brand and prices') {
  const marketer = await app.newUser();
  return { ...marketer, bucketId: await makeBucket(marketer.client, name) };
}

export async function makeBucket(client: TestClient, name: string, more: object = {}): Promise<string> {
  const made = await client.post('/api/knowledge/buckets', { name, ...more });
  if (made.status !== 201) throw new Error(made.text);
  return made.body.data.id as string;
}

/** A document that has been read. */
export async function makeDocument(
  app: TestApp,
  { client, bucketId }: { client: TestClient; bucketId: string },
  document: { title?: string; content: string; format?: string },
): Promise<string> {
  const made = await client.post('/api/knowledge/documents', {
    bucket_id: bucketId,
    title: 'Notes',
    ...document,
  });
  if (made.status !== 201) throw new Error(made.text);
  await app.drainJobs();
  return made.body.data.id as string;
}

/** Sends bytes as the body, or as the file of a form. */
export async function upload(
  app: TestApp,
  { id, bucketId }: { id: string; bucketId: string },
  content: string | Uint8Array,
  {
    type = 'application/octet-stream',
    query = '',
    form,
  }: { type?: string; query?: string; form?: { name: string; title?: string } } = {},
) {
  const bytes = new Uint8Array(Buffer.from(content as string));
  const headers: Record<string, string> = { authorization: `Bearer ${await app.token({ id })}` };
  let body: FormData | Uint8Array<ArrayBuffer> = bytes;
  if (form) {
    body = new FormData();
    if (form.title !== undefined) body.append('title', form.title);
    body.append('file', new Blob([bytes], { type }), form.name);
  } else headers['content-type'] = type;
  const answer = await fetch(`${app.url}/api/knowledge/buckets/${bucketId}/files${query}`, {
    method: 'POST',
    headers,
    body,
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

/** Uploads a file and waits until it has been read. */
export async function uploaded(
  app: TestApp,
  who: Marketer & { bucketId: string },
  ...file: [string | Uint8Array, Parameters<typeof upload>[3]?]
) {
  const { status, body } = await upload(app, who, ...file);
  if (status !== 201) throw new Error(JSON.stringify(body));
  await app.drainJobs();
  const { data } = (await who.client.get(`/api/knowledge/documents/${body.data.id}`)).body;
  const text = (await who.client.get(`/api/knowledge/documents/${body.data.id}/text`)).body.data;
  return { started: body.data, document: data, text: text.text as string };
}

export async function search(
  client: TestClient,
  query: string,
  more: object = {},
): Promise<Answer['body'][]> {
  const found = await client.post('/api/knowledge/search', { query, ...more });
  if (found.status !== 200) throw new Error(found.text);
  return found.body.data as Answer['body'][];
}

/** A real PDF, a page for each text. */
export function pdfOf(pages: readonly string[], more: { userPassword?: string } = {}): Promise<Buffer> {
  const content = pages.map((text, at) => ({ text, ...(at > 0 && { pageBreak: 'before' as const }) }));
  return printer.createPdf({ content, defaultStyle: { font: 'Helvetica' }, ...more }).getBuffer();
}

/** A real Word document: headings, paragraphs and a table. */
export function docxOf(
  sections: readonly { heading: string; text: string }[],
  table: string[][] = [],
): Promise<Buffer> {
  const children = sections.flatMap(({ heading, text }) => [
    new Paragraph({ text: heading, heading: HeadingLevel.HEADING_1 }),
    new Paragraph({ children: [new TextRun(text)] }),
  ]);
  const rows = table.map(
    (cells) =>
      new TableRow({ children: cells.map((cell) => new TableCell({ children: [new Paragraph(cell)] })) }),
  );
  const tables = rows.length > 0 ? [new Table({ rows })] : [];
  return Packer.toBuffer(new Document({ sections: [{ children: [...children, ...tables] }] }));
}

/** A ZIP archive as small as can be; `claims` is the size it says its content has. */
export function zipOf(files: Record<string, Buffer>, { encrypted = false } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(10, 22);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30);
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(encrypted ? 1 : 0, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(10, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    entry.write(name, 46);
    parts.push(local, packed);
    directory.push(entry);
    offset += local.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
