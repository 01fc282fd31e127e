import { Database } from '#platform/database/database';
import { ContentService } from '#domains/content/content.service';
import { PublishingClock } from '#domains/content/publishing/publishing.clock';
import { PublishingService } from '#domains/content/publishing/publishing.service';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { BY_MODEL } from './content.cases.js';
import { contentOf } from './content.makers.js';

let app: TestApp;
let id: string;
let client: TestClient;
beforeAll(async () => {
  app = await startApp({ roles: 'web,worker,clock' });
});
beforeEach(async () => {
  ({ id, client } = await app.newUser());
});
afterAll(() => app.close());

const { create, move, schedule, get, approved } = contentOf(() => client);

describe('content on its way', () => {
  it('goes from draft to the archive, and keeps who approved it and when it appeared', async () => {
    const item = await create();
    expect((await move(item, 'review')).body.data).toMatchObject({ status: 'review', approved_at: null });
    expect((await move(item, 'approved')).body.data).toMatchObject({
      status: 'approved',
      approved_by: id,
      approved_at: expect.stringMatching(/Z$/),
    });
    expect((await schedule(item)).body.data).toMatchObject({
      status: 'scheduled',
      scheduled_for: '2999-01-01T08:00:00Z',
      published_at: null,
    });
    expect((await move(item, 'published')).body.data).toMatchObject({
      status: 'published',
      published_at: expect.stringMatching(/Z$/),
    });
    expect((await move(item, 'archived')).body.data).toMatchObject({ status: 'archived', approved_by: id });
  });

  it('can be sent back, and loses what was agreed to', async () => {
    const item = await approved();
    await schedule(item);
    const unscheduled = { status: 'approved', scheduled_for: null, approved_by: id };
    expect((await move(item, 'approved')).body.data).toMatchObject(unscheduled);
    const undone = { status: 'draft', approved_at: null, approved_by: null };
    expect((await move(item, 'draft')).body.data).toMatchObject(undone);
  });

  it.each([
    ['draft', ['approved', 'published', 'archived', 'draft']],
    ['review', ['published', 'archived']],
    ['published', ['draft', 'approved', 'published']],
    ['archived', ['draft', 'published', 'archived']],
  ])('takes no step that leads from %s to %j, nor into the schedule', async (from, others) => {
    const item = await create();
    await app.sql('update content_pieces set status = $1 where id = $2', [from, item]);
    for (const answer of [...(await Promise.all(others.map((to) => move(item, to)))), await schedule(item)])
      expect([answer.status, answer.body.code]).toEqual([409, 'content/illegal-step']);
    expect((await get(item)).status).toBe(from);
  });

  it.each(['scheduled', 'asleep', null, 5])('has no status %j that one could just set', async (status) => {
    const answer = await client.patch(`/api/content/${await create()}/status`, { status });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, 'status']);
  });

  it('is a draft again when its words are changed after they were agreed to', async () => {
    const item = await approved();
    await schedule(item);
    const { body } = await client.put(`/api/content/${item}`, { tags: ['peas'] });
    expect(body.data.status).toBe('scheduled');
    const { body: edited } = await client.put(`/api/content/${item}`, { content: 'Beans are up.' });
    expect(edited.data).toMatchObject({
      status: 'draft',
      scheduled_for: null,
      approved_at: null,
      approved_by: null,
      version: 2,
    });
  });

  it('keeps its words once it was published, and says how to change them', async () => {
    const item = await approved();
    await move(item, 'published');
    const { status, body } = await client.put(`/api/content/${item}`, { content: 'Beans are up.' });
    expect([status, body.code]).toEqual([409, 'content/not-editable']);
    expect(
      (await client.put(`/api/content/${item}`, { tags: ['peas'], content: 'Peas are up.' })).body.data,
    ).toMatchObject({ status: 'published', tags: ['peas'] });
    expect((await client.post(`/api/content/${item}/versions/1/restore`)).status).toBe(200);
    expect((await get(item)).content).toBe('Peas are up.');
  });
});

describe('content that is scheduled', () => {
  it('is published when its time has come, and no other is', async () => {
    const [due, early] = [await approved(), await approved()];
    expect((await schedule(due)).status).toBe(200);
    expect((await schedule(early)).status).toBe(200);
    await app.sql(`update content_pieces set scheduled_for = now() - interval '1 second' where id = $1`, [
      due,
    ]);
    await app.get(PublishingClock).tick();
    await app.drainJobs();
    expect(await get(due)).toMatchObject({
      status: 'published',
      published_at: expect.stringMatching(/Z$/),
      version: 1,
    });
    expect((await get(early)).status).toBe('scheduled');
    expect(
      (await client.get('/api/content/library?status=published')).body.data.map(
        (item: { id: number }) => item.id,
      ),
    ).toEqual([due]);
  });

  it('can be scheduled anew, for a time to come only', async () => {
    const item = await approved();
    await schedule(item);
    expect((await schedule(item, '2998-06-01')).body.data.scheduled_for).toBe('2998-06-01T00:00:00Z');
    expect((await schedule(item, '2998-06-01T10:30:00+02:00')).body.data.scheduled_for).toBe(
      '2998-06-01T08:30:00Z',
    );
    expect((await schedule(item, '2998-06-01T10:30')).body.data.scheduled_for).toBe('2998-06-01T10:30:00Z');
    const { status, body } = await schedule(item, '2020-01-01T00:00:00Z');
    expect([status, body.code, body.errors[0].path]).toEqual([
      422,
      'content/schedule-in-the-past',
      'scheduled_for',
    ]);
    for (const at of ['soon', '2998-13-01', '', null])
      expect((await schedule(item, at as string)).status).toBe(400);
  });
});

describe('an agent that works for the owner', () => {
  const asOwner = <Result>(work: () => Promise<Result>) => app.get(Database).as(id, work);
  const generated = () =>
    asOwner(() =>
      app.get(ContentService).saveGenerated(id, {
        content_type: 'social_post',
        platform: 'linkedin',
        title: 'Peas',
        content: 'Peas are up #peas',
        brief: { topic: 'Peas' },
        tags: ['peas'],
        provenance: BY_MODEL,
        variations: [{ content: 'Other peas' }],
      }),
    );

  it('keeps what a model wrote once in the library, with its origin and what was asked', async () => {
    const item = await generated();
    expect(await get(item.id)).toMatchObject({
      title: 'Peas',
      platform: 'linkedin',
      tags: ['peas'],
      brief: { topic: 'Peas' },
      provenance: BY_MODEL,
      edited_at: null,
    });
    expect((await client.get('/api/content/library')).body.data).toHaveLength(1);
    const [row] = await app.sql(
      'select user_id, brief, content, status from generated_content where id = $1',
      [item.generated_content_id],
    );
    expect(row).toMatchObject({
      user_id: id,
      brief: { topic: 'Peas' },
      content: { title: 'Peas', content: 'Peas are up #peas', variations: [{ content: 'Other peas' }] },
    });
    await client.delete(`/api/content/${item.id}`);
    expect(await app.sql('select from generated_content where user_id = $1', [id])).toEqual([]);
  });

  it('is told of when a person changes its words, and not when it does so itself', async () => {
    const item = await generated();
    expect((await client.put(`/api/content/${item.id}`, { tags: [] })).body.data.edited_at).toBeNull();
    const { body } = await client.put(`/api/content/${item.id}`, { content: 'My peas are up' });
    expect(body.data).toMatchObject({ provenance: BY_MODEL, edited_at: expect.stringMatching(/Z$/) });
    const better = { ...BY_MODEL, prompt_version: 'content.optimise@1' };
    const optimised = await asOwner(() =>
      app.get(ContentService).applyOptimisation(id, item.id, {
        content: 'Best peas',
        optimisations: { tone: 'warmer' },
        provenance: better,
      }),
    );
    expect(optimised).toMatchObject({
      content: 'Best peas',
      version: 3,
      provenance: better,
      edited_at: null,
      metadata: { ai_optimizations: { tone: 'warmer' } },
    });
    const { body: versions } = await client.get(`/api/content/${item.id}/versions`);
    expect(
      versions.data.map((one: { provenance: { prompt_version: string } }) => one.provenance.prompt_version),
    ).toEqual(['content.optimise@1', 'content.piece@2', 'content.piece@2']);
    expect((await client.post(`/api/content/${item.id}/versions/1/restore`)).body.data).toMatchObject({
      content: 'Peas are up #peas',
      provenance: BY_MODEL,
    });
  });

  it('judges a draft by the quality gate, which leaves the last word to a person', async () => {
    const item = await generated();
    // 16 + 12 + 14 + 9 + 13.5 + 10 = 74.5
    const three = { problem_match: 80, personality: 60, aeo: 70 };
    const scores = { ...three, villain: 60, clarity: 90, platform_fit: 100 };
    const judge = (threshold: object) =>
      asOwner(() =>
        app.get(PublishingService).recordQuality(id, item.id, { scores, feedback: {}, ...threshold }),
      );
    const judged = { quality_score: 75, status: 'review' };
    expect(await judge({})).toMatchObject({ ...judged, passed_quality_gate: true });
    expect(await judge({ threshold: 80 })).toMatchObject({ ...judged, passed_quality_gate: false });
    const { body } = await client.put(`/api/content/${item.id}`, { content: 'Other words' });
    expect(body.data).toMatchObject({ quality_score: null, passed_quality_gate: false });
  });

  it('finds what resembles a text, by number or by its text form', async () => {
    const item = await generated();
    expect(await asOwner(() => app.get(ContentService).findSimilar(id, 'PEAS are up, peas'))).toEqual([
      { id: item.id, title: 'Peas', status: 'draft', similarity: 1 },
    ]);
    expect((await asOwner(() => app.get(ContentService).get(id, String(item.id)))).id).toBe(item.id);
    await expect(asOwner(() => app.get(ContentService).get(id, '1 or 1=1'))).rejects.toThrow(
      'does not exist',
    );
  });
});
