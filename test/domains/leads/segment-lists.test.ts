import { LeadService } from '#domains/leads/lead.service';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeLeads } from './leads.makers.js';
import { follow, membersOf, newLeadId, newSegment, SEGMENTS, WARM } from './segments.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a static segment', () => {
  it('takes in whom a filter means once, and whom it is given by hand', async () => {
    const { client } = await app.newUser();
    await newLeadId(client, { email: 'warm@example.com', score: 60 });
    const cold = await newLeadId(client, { email: 'cold@example.com', score: 10 });
    const { id } = await newSegment(app, client, { kind: 'static', filter: WARM });
    await newLeadId(client, { email: 'later@example.com', score: 70 });
    await follow(app);
    expect(await membersOf(client, id)).toEqual(['warm@example.com']);
    const path = `${SEGMENTS}/${id}/members`;
    const added = await client.post(path, { lead_ids: [cold] });
    expect(added.body.data).toEqual({ changed: 1, member_count: 2 });
    expect((await client.post(path, { lead_ids: [cold] })).body.data).toEqual({
      changed: 0,
      member_count: 2,
    });
    expect(await membersOf(client, id)).toEqual(['cold@example.com', 'warm@example.com']);
    expect((await client.post(`${path}/remove`, { lead_ids: [cold] })).body.data.member_count).toBe(1);
    const { body } = await client.put(`${SEGMENTS}/${id}`, { filter: WARM });
    expect(body.code).toBe('leads/segment-filter-fixed');
    const live = await newSegment(app, client, { filter: WARM });
    const refused = await client.post(`${SEGMENTS}/${live.id}/members`, { lead_ids: [cold] });
    expect([refused.status, refused.body.code]).toEqual([422, 'leads/segment-follows-filter']);
  });

  it('lists its members in pages without gaps, the last to come first', async () => {
    const { client, id: ownerId } = await app.newUser();
    const ids = await makeLeads(
      app,
      ownerId,
      Array.from({ length: 7 }, () => ({ email: null })),
    );
    const { id } = await newSegment(app, client, { kind: 'static' });
    await client.post(`${SEGMENTS}/${id}/members`, { lead_ids: ids.slice(0, 3) });
    await client.post(`${SEGMENTS}/${id}/members`, { lead_ids: ids.slice(3) });
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await client.get(`${SEGMENTS}/${id}/members?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.data.map(({ lead }: { lead: { id: string } }) => lead.id));
      cursor = body.next_cursor;
    } while (cursor);
    expect(seen.slice(0, 4).toSorted()).toEqual(ids.slice(3).toSorted());
    expect(seen.slice(4).toSorted()).toEqual(ids.slice(0, 3).toSorted());
  });
});

describe('what a filter would mean', () => {
  it('is counted exactly for an owner of few leads, and ten of those are shown', async () => {
    const { client, id: ownerId } = await app.newUser();
    await makeLeads(
      app,
      ownerId,
      Array.from({ length: 30 }, (_, at) => ({ email: null, lead_score: at * 3 })),
    );
    const { body } = await client.post(`${SEGMENTS}/estimate`, { filter: WARM });
    expect(body.data).toEqual({ count: 13, estimated: false, low: 13, high: 13, total: 30 });
    const sample = await client.post(`${SEGMENTS}/sample`, { filter: WARM });
    expect(sample.body.data).toHaveLength(10);
    expect(sample.body.data.every(({ score }: { score: number }) => score >= 50)).toBe(true);
  });

  it('is counted exactly up to ten thousand leads, and estimated beyond, marked and within its bounds', async () => {
    const { client, id: ownerId } = await app.newUser();
    const fill = (leads: number) =>
      app.sql(
        `insert into leads (created_by, source, lead_score) select $1, 'manual', n % 100 from generate_series(1, $2::int) n`,
        [ownerId, leads],
      );
    await fill(9_000);
    const estimate = async () => (await client.post(`${SEGMENTS}/estimate`, { filter: WARM })).body.data;
    expect(await estimate()).toMatchObject({ count: 4_500, estimated: false, total: 9_000 });
    await fill(11_000);
    const { count, estimated, low, high, total } = await estimate();
    expect(estimated).toBe(true);
    // Six deviations of a sample of 2,000: what is by chance outside of this comes once in a billion runs.
    expect(Math.abs(total - 20_000)).toBeLessThan(20_000 * 0.14);
    expect(Math.abs(count / total - 0.5)).toBeLessThan(0.07);
    expect(low <= count && count <= high).toBe(true);
  });

  it.each([
    ['estimate', '/estimate', {}],
    ['sample', '/sample', {}],
    ['segment', '', { name: 'x' }],
  ])('is refused by %s at the node that is wrong', async (_, path, fields) => {
    const { client } = await app.newUser();
    const filter = { all: [WARM, { not: { field: 'scoer', op: 'is', value: 1 } }] };
    const { status, body } = await client.post(`${SEGMENTS}${path}`, { ...fields, filter });
    expect([status, body.code]).toEqual([422, 'leads/filter-refused']);
    expect(body.errors).toEqual([
      { path: 'filter.all.1.not.field', message: expect.stringContaining('must be one of') },
    ]);
  });

  it('reads custom fields as they are defined', async () => {
    const { client } = await app.newUser();
    await client.post('/api/leads/fields', { key: 'seats', type: 'number' });
    await newLeadId(client, { email: 'a@example.com', custom_fields: { seats: 5 } });
    const ask = (value: unknown, op: string) =>
      client.post(`${SEGMENTS}/estimate`, { filter: { field: 'custom.seats', op, value } });
    expect((await ask(5, 'at_least')).body.data.count).toBe(1);
    expect((await ask('5', 'contains')).body.errors[0].path).toBe('filter.op');
  });
});

describe('segments', () => {
  it('are kept by name, changed, listed and deleted', async () => {
    const { client } = await app.newUser();
    const first = await newSegment(app, client, { name: 'One', filter: WARM, description: 'first' });
    const taken = await client.post(SEGMENTS, { name: 'one', filter: WARM });
    expect([taken.status, taken.body.code]).toEqual([409, 'leads/segment-name-taken']);
    expect((await client.post(SEGMENTS, { name: 'Two' })).body.code).toBe('leads/segment-needs-filter');
    await newSegment(app, client, { name: 'Two', filter: WARM });
    const { body } = await client.get(SEGMENTS);
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual(['Two', 'One']);
    expect((await client.put(`${SEGMENTS}/${first.id}`, { name: 'Two' })).status).toBe(409);
    expect(
      (await client.put(`${SEGMENTS}/${first.id}`, { description: null })).body.data.description,
    ).toBeNull();
    expect((await client.delete(`${SEGMENTS}/${first.id}`)).body.data).toEqual({ deleted: true });
    expect((await client.get(`${SEGMENTS}/${first.id}`)).status).toBe(404);
  });

  it('make up audiences: by members, by filter while those are looked for, and never by what is not the owner`s', async () => {
    const { client, id: ownerId } = await app.newUser();
    await newLeadId(client, { email: 'warm@example.com', score: 60 });
    await newLeadId(client, { email: 'cold@example.com', score: 10 });
    const { id } = await newSegment(app, client, { filter: WARM });
    const { client: other } = await app.newUser();
    const theirs = await newSegment(app, other, { filter: { all: [] } });
    const audience = async (segmentIds: string[]) => {
      const members = await app
        .get(Database)
        .as(ownerId, () => app.get(LeadService).audience(ownerId, { segmentIds }, null, 100));
      return members.map(({ email }) => email);
    };
    expect(await audience([id])).toEqual(['warm@example.com']);
    await app.sql('delete from lead_segment_members where segment_id = $1', [id]);
    expect(await audience([id])).toEqual([]);
    await app.sql('update lead_segments set filling = true where id = $1', [id]);
    expect(await audience([id])).toEqual(['warm@example.com']);
    expect(await audience([theirs.id])).toEqual([]);
    expect(await audience([])).toEqual([]);
  });

  it('of one owner are nothing to another', async () => {
    const { client } = await app.newUser();
    const lead = await newLeadId(client, { email: 'a@example.com', score: 60 });
    const { id } = await newSegment(app, client, { kind: 'static', filter: WARM });
    const { client: other } = await app.newUser();
    const foreign = await newLeadId(other, { email: 'b@example.com', score: 60 });
    const path = `${SEGMENTS}/${id}`;
    const answers = [
      await other.get(path),
      await other.put(path, { name: 'mine' }),
      await other.delete(path),
      await other.get(`${path}/members`),
      await other.post(`${path}/members`, { lead_ids: [foreign] }),
      await other.post(`${path}/members/remove`, { lead_ids: [lead] }),
      await other.get(`/api/leads/${lead}/segments`),
      await client.post(`${path}/members`, { lead_ids: [lead, foreign] }),
      await client.post(`${path}/members/remove`, { lead_ids: [foreign] }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await other.get(SEGMENTS)).body.data).toEqual([]);
    expect((await other.post(`${SEGMENTS}/estimate`, { filter: { all: [] } })).body.data.count).toBe(1);
    const { body } = await other.post(`${SEGMENTS}/sample`, { filter: { all: [] } });
    expect(body.data.map(({ id: leadId }: { id: string }) => leadId)).toEqual([foreign]);
    expect(await membersOf(client, id)).toEqual(['a@example.com']);
    expect((await app.anonymous.get(SEGMENTS)).status).toBe(401);
  });
});
