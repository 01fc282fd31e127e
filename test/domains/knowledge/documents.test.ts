import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeBucket, makeDocument, type Marketer, search, withBucket } from './knowledge.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const PRICES =
  '# Team plan\n\nThe team plan costs 49 EUR a month for ten people.\n\n# Terms\n\nCancel any time.';

const makeCampaign = async ({ client }: Marketer, name = 'Spring'): Promise<string> =>
  (await client.post('/api/campaigns', { name, type: 'email' })).body.data.id as string;

const NO_FILE = { file_name: null, file_type: null, file_size: null };
const NO_SUMMARY = { summary: null, summary_ai: null, summary_error: null };

describe('a marketer keeps buckets', () => {
  it('makes, shows, renames and lists them, newest first', async () => {
    const { id, client } = await app.newUser();
    const made = await client.post('/api/knowledge/buckets', { name: ' Brand ', description: 'What we say' });
    expect([made.status, made.body.data]).toEqual([
      201,
      {
        id: expect.any(String),
        name: 'Brand',
        bucket_type: 'general',
        campaign_id: null,
        description: 'What we say',
        document_count: 0,
        created_by: id,
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
      },
    ]);
    const path = `/api/knowledge/buckets/${made.body.data.id}`;
    const renamed = await client.patch(path, { name: 'Brand 2027', description: null });
    expect(renamed.body.data).toMatchObject({ name: 'Brand 2027', description: null });
    const second = await makeBucket(client, 'Prices');
    const firstPage = await client.get('/api/knowledge/buckets?limit=1');
    expect(firstPage.body.data).toMatchObject([{ id: second }]);
    const next = await client.get(`/api/knowledge/buckets?limit=1&cursor=${firstPage.body.next_cursor}`);
    expect(next.body).toMatchObject({ data: [{ id: made.body.data.id }], next_cursor: null });
    expect((await client.get(path)).body.data).toEqual(renamed.body.data);
  });

  it('not two of one name, though somebody else may have one called the same', async () => {
    const { client } = await withBucket(app, 'Brand');
    const again = await client.post('/api/knowledge/buckets', { name: 'Brand' });
    expect([again.status, again.body.code]).toEqual([409, 'knowledge/bucket-name-taken']);
    const other = await makeBucket(client, 'Prices');
    const renamed = await client.patch(`/api/knowledge/buckets/${other}`, { name: 'Brand' });
    expect([renamed.status, renamed.body.code]).toEqual([409, 'knowledge/bucket-name-taken']);
    await withBucket(app, 'Brand');
  });

  it('for a campaign exactly when they name one of their own', async () => {
    const marketer = await app.newUser();
    const campaignId = await makeCampaign(marketer);
    const theirs = await makeCampaign(await app.newUser());
    const { client } = marketer;
    for (const [wanted, code, path] of [
      [{ bucket_type: 'campaign' }, 'knowledge/bucket-campaign-unfit', 'campaign_id'],
      [{ bucket_type: 'general', campaign_id: campaignId }, 'knowledge/bucket-campaign-unfit', 'campaign_id'],
      [{ campaign_id: theirs }, 'knowledge/bucket-campaign-unfit', 'campaign_id'],
      [{ campaign_id: randomUUID() }, 'knowledge/bucket-campaign-unfit', 'campaign_id'],
      [{ bucket_type: 'secret' }, 'http/input-invalid', 'bucket_type'],
      [{ name: 'two\nlines' }, 'http/input-invalid', 'name'],
    ] as const) {
      const refused = await client.post('/api/knowledge/buckets', { name: 'Spring', ...wanted });
      expect([refused.body.code, refused.body.errors[0].path]).toEqual([code, path]);
      expect(refused.status).toBe(code === 'http/input-invalid' ? 400 : 422);
    }
    const bucketId = await makeBucket(client, 'Spring', { campaign_id: campaignId });
    await makeBucket(client, 'General');
    const found = await client.get(`/api/knowledge/buckets?bucket_type=campaign&campaign_id=${campaignId}`);
    expect(found.body.data).toMatchObject([{ id: bucketId, bucket_type: 'campaign' }]);
    await app.sql('delete from campaigns where id = $1', [campaignId]);
    const left = (await client.get(`/api/knowledge/buckets/${bucketId}`)).body.data;
    expect(left).toMatchObject({ bucket_type: 'general', campaign_id: null });
  });
});

describe('a marketer keeps a text', () => {
  it('which is read in the background and then found by its words', async () => {
    const marketer = await withBucket(app);
    const made = await marketer.client.post('/api/knowledge/documents', {
      bucket_id: marketer.bucketId,
      title: 'Price list 2027',
      content: PRICES,
    });
    expect([made.status, made.body.data]).toEqual([
      201,
      {
        id: expect.any(String),
        bucket_id: marketer.bucketId,
        title: 'Price list 2027',
        format: 'markdown',
        ...NO_FILE,
        status: 'processing',
        processing_error: null,
        characters: null,
        pages: null,
        chunk_count: 0,
        embedding_status: 'none',
        embedding_error: null,
        embedding_model: null,
        ...NO_SUMMARY,
        indexed_at: null,
        created_by: marketer.id,
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
      },
    ]);
    await app.drainJobs();
    const path = `/api/knowledge/documents/${made.body.data.id}`;
    const { data } = (await marketer.client.get(path)).body;
    expect(data).toMatchObject({
      status: 'ready',
      characters: PRICES.length,
      chunk_count: 1,
      embedding_model: null,
    });
    expect(data.indexed_at).toMatch(/Z$/);
    const [passage] = await search(marketer.client, 'what does the team plan cost');
    expect(passage).toEqual({
      document_summary: 'Team plan The team plan costs 49 EUR a month for ten people. Terms Cancel any time.',
      chunk_id: expect.any(String),
      document_id: data.id,
      bucket_id: marketer.bucketId,
      document_title: 'Price list 2027',
      bucket_name: 'Brand and prices',
      content: PRICES,
      heading: 'Team plan',
      page: null,
      start: 0,
      end: PRICES.length,
      score: expect.closeTo(1 / 61, 6),
      similarity: null,
      ranking: 'text',
    });
    const cited = await marketer.client.get(`${path}/text?start=13&end=26`);
    expect(cited.body.data).toEqual({
      id: data.id,
      title: 'Price list 2027',
      start: 13,
      end: 26,
      characters: PRICES.length,
      text: 'The team plan',
    });
    expect((await marketer.client.get(`${path}/text?start=99999`)).body.data.text).toBe('');
    const file = await marketer.client.get(`${path}/file`);
    expect([file.status, file.body.code]).toEqual([404, 'knowledge/document-has-no-file']);
  });

  it('changes it, and only the new words are found', async () => {
    const marketer = await withBucket(app);
    const documentId = await makeDocument(app, marketer, { title: 'Rates', content: PRICES });
    const path = `/api/knowledge/documents/${documentId}`;
    const changed = await marketer.client.patch(path, {
      title: 'Fees',
      content: 'The zebra plan costs 70 EUR.',
    });
    expect(changed.body.data).toMatchObject({ title: 'Fees', status: 'processing', chunk_count: 1 });
    await app.drainJobs();
    expect(await search(marketer.client, 'team plan ten people')).toMatchObject([
      { content: 'The zebra plan costs 70 EUR.' },
    ]);
    expect(await search(marketer.client, 'rates')).toEqual([]);
    expect(await search(marketer.client, 'fees of the zebra')).toMatchObject([{ document_title: 'Fees' }]);
    const terms = await app.sql(
      `select term from app.knowledge_terms where created_by = $1 and term in ('month', 'zebra')`,
      [marketer.id],
    );
    expect(terms).toEqual([{ term: 'zebra' }]);
  });

  it('which leaves nothing behind when it is deleted, or its bucket is', async () => {
    const marketer = await withBucket(app);
    const documentId = await makeDocument(app, marketer, { content: PRICES });
    await makeDocument(app, marketer, { content: 'Another text about giraffes.' });
    await search(marketer.client, 'team plan');
    const removed = await marketer.client.delete(`/api/knowledge/documents/${documentId}`);
    expect([removed.status, removed.body.data]).toEqual([200, { deleted: true }]);
    expect(await search(marketer.client, 'team plan')).toEqual([]);
    const bucket = await marketer.client.delete(`/api/knowledge/buckets/${marketer.bucketId}`);
    expect(bucket.body.data).toEqual({ deleted: true, documents: 1 });
    for (const [table, owner] of [
      ['knowledge_documents', 'created_by'],
      ['knowledge_chunks', 'created_by'],
      ['knowledge_access_logs', 'user_id'],
      ['app.knowledge_terms', 'created_by'],
    ])
      expect([table, await app.sql(`select from ${table} where ${owner} = $1`, [marketer.id])]).toEqual([
        table,
        [],
      ]);
  });

  it('has a whole bucket read again, and nothing changes that was right', async () => {
    const marketer = await withBucket(app);
    const documentId = await makeDocument(app, marketer, { content: PRICES });
    await makeDocument(app, marketer, { content: 'More.' });
    const before = await app.sql('select id from knowledge_chunks where created_by = $1 order by id', [
      marketer.id,
    ]);
    const all = await marketer.client.post(`/api/knowledge/buckets/${marketer.bucketId}/reindex`);
    expect([all.status, all.body.data]).toEqual([202, { documents: 2 }]);
    const one = await marketer.client.post(`/api/knowledge/documents/${documentId}/reindex`);
    expect([one.status, one.body.data.status]).toEqual([202, 'processing']);
    await app.drainJobs();
    const listed = await marketer.client.get(
      `/api/knowledge/documents?bucket_id=${marketer.bucketId}&status=ready`,
    );
    expect(listed.body.data).toHaveLength(2);
    expect(
      await app.sql('select id from knowledge_chunks where created_by = $1 order by id', [marketer.id]),
    ).toEqual(before);
  });

  it('is refused what is no text, too much, or has no place', async () => {
    const { client, bucketId } = await withBucket(app);
    const good = { bucket_id: bucketId, title: 'A', content: 'b' };
    for (const [change, path] of [
      [{ bucket_id: 'x' }, 'bucket_id'],
      [{ title: '' }, 'title'],
      [{ title: 'x'.repeat(301) }, 'title'],
      [{ content: ' \n' }, 'content'],
      [{ content: 'x'.repeat(900_001) }, 'content'],
      [{ format: 'pdf' }, 'format'],
      [{ status: 'ready' }, 'status'],
    ] as const) {
      const refused = await client.post('/api/knowledge/documents', { ...good, ...change });
      expect([refused.status, refused.body.errors[0].path]).toEqual([400, path]);
    }
    const lost = await client.post('/api/knowledge/documents', { ...good, bucket_id: randomUUID() });
    expect([lost.status, lost.body.code]).toEqual([404, 'knowledge/bucket-not-found']);
    expect((await client.get('/api/knowledge/documents?status=lost')).status).toBe(400);
    expect((await client.post('/api/knowledge/search', { query: 'x', limit: 21 })).body.errors[0].path).toBe(
      'limit',
    );
    expect((await client.post('/api/knowledge/search', { query: ' ' })).body.errors[0].path).toBe('query');
  });
});
