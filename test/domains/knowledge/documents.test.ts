import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startApp, type TestApp } from '../../support/app.js';
import { makeBucket, makeDocument, search, upload, withBucket } from './knowledge.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const PRICES =
  '# Team plan\n\nThe team plan costs 49 EUR a month for ten people.\n\n# Terms\n\nCancel any time.';

describe('a marketer keeps a text', () => {
  it('which is read in the background and then found by its words', async () => {
    const marketer = await withBucket(app);
    const made = await marketer.client.post('/api/knowledge/documents', {
      bucket_id: marketer.bucketId,
      title: 'Price list 2027',
      content: PRICES,
    });
    expect([made.status, made.text]).toEqual([201, expect.any(String)]);
    expect(made.body.data).toEqual({
      id: expect.any(String),
      bucket_id: marketer.bucketId,
      title: 'Price list 2027',
      format: 'markdown',
      file_name: null,
      file_type: null,
      file_size: null,
      status: 'processing',
      processing_error: null,
      characters: null,
      pages: null,
      chunk_count: 0,
      embedding_status: 'none',
      embedding_error: null,
      embedding_model: null,
      summary: null,
      indexed_at: null,
      created_by: marketer.id,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    await app.drainJobs();
    const { data } = (await marketer.client.get(`/api/knowledge/documents/${made.body.data.id}`)).body;
    expect(data).toMatchObject({ status: 'ready', characters: PRICES.length, chunk_count: 1 });
    const [passage] = await search(marketer.client, 'what does the team plan cost');
    expect(passage).toEqual({
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
  });
});
