import { randomUUID } from 'node:crypto';
import { Gateway } from '../../platform/ai/gateway.js';
import { newLead } from './leads.makers.js';
import { GERMAN, LARGE, qualify, RUBRIC, statusOf, write } from './qualification.makers.js';

let gateway: Gateway;

beforeAll(async () => {
  gateway = await Gateway.share();
});
afterEach(() => gateway.clear());
afterAll(() => gateway.close());

describe('by what leads are judged', () => {
  it('has a history, the latest first', async () => {
    const { client } = await gateway.marketer();
    const { id } = await newLead(client, { country: 'Germany' });
    const none = (await client.get(`/api/leads/${id}/qualification`)).body.data;
    expect(none).toEqual({ current: null, history: [] });
    await write(client, [GERMAN], { qualify_at: 1 });
    await qualify(client, id);
    await write(client, [LARGE], { qualify_at: 1 });
    const later = await qualify(client, id);
    const { current, history } = (await client.get(`/api/leads/${id}/qualification`)).body.data;
    expect(current).toEqual(later);
    expect([current.rubric_version, history.map((one: { verdict: string }) => one.verdict)]).toEqual([
      2,
      ['qualified'],
    ]);
  });

  it('is budget, authority, need and timeline, until its owner writes something else', async () => {
    const { client } = await gateway.marketer();
    const { body } = await client.get(RUBRIC);
    expect(body.data).toMatchObject({ version: null, updated_at: null, qualify_at: 0.75, ask_model: true });
    expect(body.data.criteria.map(({ key }: { key: string }) => key)).toEqual([
      'budget',
      'authority',
      'need',
      'timeline',
    ]);
    const { version: _, updated_at: __, ...mine } = body.data;
    const written = await client.put(RUBRIC, mine);
    expect([written.status, written.body.data.version]).toEqual([200, 1]);
    expect(written.body.data.criteria).toEqual(body.data.criteria);
    expect((await client.put(RUBRIC, mine)).body.data).toMatchObject({
      version: 2,
      updated_at: expect.stringMatching(/Z$/),
    });
  });

  it('is refused with the place of everything that is wrong', async () => {
    const { client } = await gateway.marketer();
    const { status, body } = await client.put(RUBRIC, {
      criteria: [
        { key: 'a' },
        { key: 'a', question: 'Why?', met_when: { field: 'shoe_size', op: 'is', value: 1 } },
      ],
    });
    expect([status, body.code]).toEqual([422, 'leads/rubric-refused']);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'criteria.0.question',
      'criteria.1.key',
      'criteria.1.met_when.field',
    ]);
    for (const wrong of [
      {},
      { criteria: [] },
      { criteria: [{ key: 'A', question: 'Why?' }] },
      { criteria: [GERMAN], qualify_at: 0 },
    ])
      expect((await client.put(RUBRIC, wrong)).status).toBe(400);
  });

  it('and what was judged is nobody else`s business', async () => {
    const [{ client }, { client: eve }] = [await gateway.marketer(), await gateway.marketer()];
    await write(client, [GERMAN], { qualify_at: 1 });
    const { id } = await newLead(client, { country: 'Germany' });
    const answers = await Promise.all([
      eve.post(`/api/leads/${id}/qualify`, {}),
      eve.get(`/api/leads/${id}/qualification`),
      eve.post(`/api/leads/${randomUUID()}/qualify`, {}),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(await statusOf(client, id)).toBe('new');
    expect((await eve.get(RUBRIC)).body.data.version).toBeNull();
  });
});
