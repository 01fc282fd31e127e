import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DocumentRepository } from '#domains/knowledge/documents/document.repository';
import { DocumentIndex } from '#domains/knowledge/indexing/document-index';
import { readDocument } from '#domains/knowledge/texts/read-document';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { until } from '../../support/until.js';
import {
  DOCX,
  docxOf,
  makeDocument,
  pdfOf,
  search,
  upload,
  uploaded,
  withBucket,
} from './knowledge.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const stored = (): string[] => {
  const folder = join(app.dataDir, 'storage', 'knowledge');
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe('a marketer uploads a file', () => {
  it('of Word as a form: headings, text and tables are found, the original can be had again', async () => {
    const marketer = await withBucket(app);
    const sections = [
      { heading: 'Tone of voice', text: 'We write short sentences. '.repeat(12) },
      { heading: 'Colours', text: 'Fir green is the colour of headlines and buttons. '.repeat(6) },
    ];
    const file = await docxOf(sections, [
      ['Swatch', 'Hex'],
      ['Copper', 'B46A3C'],
    ]);
    const form = { name: 'Brand book (final).docx', title: 'Brand book' };
    const { started, document, text } = await uploaded(app, marketer, file, { type: DOCX, form });
    expect(started).toMatchObject({
      status: 'processing',
      title: 'Brand book',
      format: 'docx',
      characters: null,
    });
    expect(document).toMatchObject({
      status: 'ready',
      file_name: 'Brand book (final).docx',
      file_type: DOCX,
      file_size: file.length,
      chunk_count: 2,
      pages: null,
    });
    expect(text).toContain('Swatch | Hex\nCopper | B46A3C');
    expect(await search(marketer.client, 'hex of coper')).toMatchObject([
      { heading: 'Colours', document_id: document.id },
    ]);
    const answer = await fetch(`${app.url}/api/knowledge/documents/${document.id}/file`, {
      headers: { authorization: `Bearer ${await app.token({ id: marketer.id })}` },
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(file)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': DOCX,
      'content-disposition': `attachment; filename*=UTF-8''Brand%20book%20%28final%29.docx`,
      'x-content-type-options': 'nosniff',
    });
  });

  it('of PDF as the body: its passages know their page', async () => {
    const marketer = await withBucket(app);
    const pages = ['The budget of the spring campaign is small. ', 'The roadmap mentions llamas. '];
    const { document, text } = await uploaded(
      app,
      marketer,
      await pdfOf(pages.map((words) => words.repeat(30))),
      {
        type: 'application/pdf',
        query: '?filename=plan.pdf',
      },
    );
    expect(document).toMatchObject({
      status: 'ready',
      title: 'plan',
      pages: 2,
      format: 'pdf',
      file_type: 'application/pdf',
    });
    const [passage] = await search(marketer.client, 'llamas on the roadmap');
    expect(passage).toMatchObject({ document_id: document.id, page: 2 });
    expect(text.slice(passage.start, passage.end)).toBe(passage.content);
  });

  it.each([
    [
      'HTML',
      '<!doctype html><title>T</title><h1>Prices</h1><p>Ten euros.<script>evil()</script>',
      'html',
      'Prices\n\nTen euros.',
    ],
    ['Markdown', '# Prices\r\n\r\nTen euros.', 'markdown', '# Prices\n\nTen euros.'],
    ['plain text', '\ufeffPrices: zehn Euro für Ångström', 'text', 'Prices: zehn Euro für Ångström'],
  ])('of %s, which is seen from its content and name', async (_, content, format, words) => {
    const query = format === 'markdown' ? '?filename=a.md' : '?filename=a.pdf';
    const { document, text } = await uploaded(app, await withBucket(app), content, { query });
    expect([document.status, document.format, text]).toEqual(['ready', format, words]);
  });

  it('whose type, size or state is not right is refused, and nothing is kept', async () => {
    const marketer = await withBucket(app);
    const before = stored();
    const send = async (content: string | Uint8Array, more: object = {}): Promise<unknown[]> => {
      const { status, body } = await upload(app, marketer, content, more);
      return [status, body.code];
    };
    expect(await send('')).toEqual([400, 'knowledge/file-empty']);
    expect(await send('', { form: { name: 'a.txt' } })).toEqual([400, 'knowledge/file-empty']);
    expect(await send('MZ\0\0program', { type: 'text/plain' })).toEqual([415, 'knowledge/file-unsupported']);
    expect(await send(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toEqual([415, 'knowledge/file-protected']);
    expect(await send('x', { type: 'image/png' })).toEqual([415, 'http/media-type-unsupported']);
    expect(await send('no form', { type: 'multipart/form-data; boundary=x' })).toEqual([
      400,
      'http/form-unreadable',
    ]);
    expect(await send('x', { query: `?title=${'x'.repeat(301)}` })).toEqual([400, 'http/input-invalid']);
    expect(await send(Buffer.alloc(20 * 1024 * 1024 + 1, 'a'))).toEqual([413, 'knowledge/file-too-large']);
    const lost = await upload(app, { ...marketer, bucketId: randomUUID() }, 'text');
    expect([lost.status, lost.body.code]).toEqual([404, 'knowledge/bucket-not-found']);
    expect(stored()).toEqual(before);
    expect((await marketer.client.get('/api/knowledge/documents')).body.data).toEqual([]);
  });

  it('that breaks off leaves nothing behind', async () => {
    const marketer = await withBucket(app);
    const before = stored();
    const abort = new AbortController();
    const body = new ReadableStream({
      start(stream) {
        stream.enqueue(new Uint8Array(200_000).fill(97));
        setTimeout(() => abort.abort(), 100);
      },
    });
    const headers = {
      authorization: `Bearer ${await app.token({ id: marketer.id })}`,
      'content-type': 'text/plain',
    };
    const init = { method: 'POST', headers, body, duplex: 'half', signal: abort.signal } as RequestInit;
    await fetch(`${app.url}/api/knowledge/buckets/${marketer.bucketId}/files`, init).catch(() => undefined);
    await until('it was taken away', () => stored().length <= before.length);
    expect(stored()).toEqual(before);
    expect((await marketer.client.get('/api/knowledge/documents')).body.data).toEqual([]);
  });
});

describe('a file that cannot be read', () => {
  it('tells its owner why, and the rest goes on', async () => {
    const marketer = await withBucket(app);
    const { document } = await uploaded(app, marketer, await pdfOf(['secret'], { userPassword: 'x' }));
    expect(document).toMatchObject({ status: 'failed', chunk_count: 0, indexed_at: null });
    expect(document.processing_error).toContain('protected by a password');
    const failed = await marketer.client.get('/api/knowledge/documents?status=failed');
    expect(failed.body.data).toHaveLength(1);
    expect((await uploaded(app, marketer, 'A text.')).document.status).toBe('ready');
  });

  it('keeps what was read of it before, and says what is wrong now', async () => {
    const marketer = await withBucket(app);
    const { document } = await uploaded(app, marketer, 'The lost file speaks of otters.');
    rmSync(join(app.dataDir, 'storage', 'knowledge', `${document.id}.txt`));
    await marketer.client.post(`/api/knowledge/documents/${document.id}/reindex`);
    await app.drainJobs();
    const { data } = (await marketer.client.get(`/api/knowledge/documents/${document.id}`)).body;
    expect(data).toMatchObject({
      status: 'failed',
      processing_error: expect.stringContaining('no longer in storage'),
    });
    expect(await search(marketer.client, 'otters')).toHaveLength(1);
    const file = await marketer.client.get(`/api/knowledge/documents/${document.id}/file`);
    expect([file.status, file.body.code]).toEqual([404, 'storage/file-missing']);
  });
});

describe('the file of a document', () => {
  it('goes when the document goes, and its text cannot be written over', async () => {
    const marketer = await withBucket(app);
    const { document } = await uploaded(app, marketer, 'From a file.');
    const path = `/api/knowledge/documents/${document.id}`;
    const refused = await marketer.client.patch(path, { content: 'By hand.' });
    expect([refused.status, refused.body.code]).toEqual([409, 'knowledge/document-has-file']);
    expect((await marketer.client.patch(path, { title: 'Renamed' })).body.data.title).toBe('Renamed');
    await app.drainJobs();
    expect(stored()).toContain(`${document.id}.txt`);
    await marketer.client.delete(path);
    await app.drainJobs();
    expect(stored()).not.toContain(`${document.id}.txt`);
    const other = await uploaded(app, marketer, 'Another file.');
    await marketer.client.delete(`/api/knowledge/buckets/${marketer.bucketId}`);
    await app.drainJobs();
    expect(stored()).not.toContain(`${other.document.id}.txt`);
  });

  it('goes an hour after its upload when no document came of it', async () => {
    const marketer = await withBucket(app);
    const kept = await uploaded(app, marketer, 'A file that stays.');
    const lost = await uploaded(app, marketer, 'A file whose document is lost.');
    await app.sql('delete from knowledge_documents where id = $1', [lost.document.id]);
    await app.sql(
      `update pgboss.job set start_after = now() where name = 'knowledge.forget-files' and state = 'created'`,
    );
    await app.drainJobs();
    const names = stored();
    expect([names.includes(`${kept.document.id}.txt`), names.includes(`${lost.document.id}.txt`)]).toEqual([
      true,
      false,
    ]);
  });

  it('or a text that was deleted or changed while it was read is left as that made it', async () => {
    const marketer = await withBucket(app);
    const [gone, changed] = [
      await makeDocument(app, marketer, { content: 'Toads.' }),
      await makeDocument(app, marketer, { content: 'Newts.' }),
    ];
    const [documents, index] = [app.get(DocumentRepository), app.get(DocumentIndex)];
    await app.get(Database).as(marketer.id, async () => {
      const sources = await Promise.all([gone, changed].map((id) => documents.source(marketer.id, id)));
      await documents.remove(marketer.id, gone);
      await documents.change(marketer.id, changed, { title: 'Changed' });
      const read = await readDocument({ format: 'text', content: 'Pelicans.' });
      for (const source of sources) await index.keep(marketer.id, source!, read);
    });
    expect(await search(marketer.client, 'pelicans toads')).toEqual([]);
    expect(await search(marketer.client, 'newts')).toHaveLength(1);
  });
});
