import { randomUUID } from 'node:crypto';
import { openAiGives } from '../../automation/agents/agents.js';
import { Gateway } from '../../platform/ai/gateway.js';
import { makeForm } from './forms.makers.js';
import { newLead } from './leads.makers.js';
import { GERMAN, LARGE, qualify, reason, type Reason, statusOf, write } from './qualification.makers.js';

const NOTE = 'They said: "We have set aside 40,000 for this year." The board decides in March.';

let gateway: Gateway;

beforeAll(async () => {
  gateway = await Gateway.share();
});
afterEach(() => gateway.clear());
afterAll(() => gateway.close());

/** What the model says: of a criterion, its verdict, the source and the quote. */
const says = (...verdicts: [string, string, string, string][]) =>
  gateway.openai.will(
    openAiGives({
      verdicts: verdicts.map(([criterion, verdict, source, quote]) => ({
        criterion,
        verdict,
        source,
        quote,
      })),
    }),
  );
describe('a lead that is judged by rules', () => {
  it('is qualified, lost or left to a person, and says what that stands on', async () => {
    const { client } = await gateway.marketer();
    await write(client, [{ ...GERMAN, required: true }, LARGE], { qualify_at: 0.75 });
    const fits = await newLead(client, { country: 'Germany', company_size: '1000+' });
    const data = await qualify(client, fits.id);
    expect(data).toMatchObject({
      lead_id: fits.id,
      verdict: 'qualified',
      share: 1,
      qualify_at: 0.75,
      rubric_version: 1,
      judged_by: 'rubric',
      ai: false,
      ai_problem: null,
      cost_micros: 0,
      status_before: 'new',
      status_after: 'qualified',
    });
    expect(reason(data, 'large')).toEqual({
      criterion: 'large',
      name: 'large',
      weight: 3,
      required: false,
      verdict: 'met',
      by: 'rule',
      evidence: [{ what: 'company_size', value: '1000+', at: expect.stringMatching(/Z$/), event_id: null }],
      quote: null,
      source: null,
    });
    expect(await statusOf(client, fits.id)).toBe('qualified');
    const small = await newLead(client, { country: 'Germany', company_size: '1-10' });
    expect(await qualify(client, small.id)).toMatchObject({ verdict: 'not_qualified', status_after: 'lost' });
    const open = await newLead(client, { company_size: '1000+' });
    expect(await qualify(client, open.id)).toMatchObject({
      verdict: 'needs_review',
      share: 0.75,
      status_after: 'new',
    });
    const { body } = await client.get(`/api/leads/${fits.id}/timeline`);
    expect(body.data).toContainEqual(
      expect.objectContaining({
        type: 'qualified',
        source: 'agent:rubric/1',
        data: { verdict: 'qualified', share: 1, qualification_id: data.id },
      }),
    );
    expect(body.data).toContainEqual(
      expect.objectContaining({
        type: 'status_changed',
        source: 'agent:rubric/1',
        data: { from: 'new', to: 'qualified' },
      }),
    );
  });

  it('shows the event that a rule looked at', async () => {
    const { client, submit } = await makeForm(gateway.app);
    const { body } = await submit({ email: 'ada@example.com', name: 'Ada' });
    await write(client, [{ key: 'asked', met_when: { event: 'submitted', within_days: 30 } }], {
      qualify_at: 1,
    });
    const data = await qualify(client, body.lead_id);
    expect(reason(data, 'asked')).toMatchObject({
      verdict: 'met',
      evidence: [{ what: 'submitted', event_id: expect.any(String) }],
    });
  });

  it('stays where a person has put it, and is never moved back', async () => {
    const { client } = await gateway.marketer();
    await write(client, [GERMAN], { qualify_at: 1, ask_model: false });
    const by = async (lead: object, status?: string) => {
      const { id } = await newLead(client, { country: 'Germany', ...lead });
      if (status) await client.put(`/api/leads/${id}`, { status });
      const { status_before, status_after, verdict } = await qualify(client, id);
      expect([verdict, await statusOf(client, id)]).toEqual(['qualified', status_after]);
      return [status_before, status_after];
    };
    expect(await by({ status: 'contacted' })).toEqual(['contacted', 'contacted']);
    expect(await by({}, 'contacted')).toEqual(['contacted', 'contacted']);
    expect(await by({ status: 'customer' })).toEqual(['customer', 'customer']);
    const { id } = await newLead(client, { country: 'Germany' });
    await gateway.app.sql(`update leads set status = 'contacted', writer = 'import:x' where id = $1`, [id]);
    expect((await qualify(client, id)).status_after).toBe('qualified');
    await client.put(`/api/leads/${id}`, { country: 'France' });
    await gateway.app.sql(`update leads set status = 'opportunity', writer = 'import:x' where id = $1`, [id]);
    expect((await qualify(client, id)).status_after).toBe('opportunity');
  });
});

describe('a lead that rules leave open', () => {
  it('is read by a model, whose verdicts count with a quote that stands in its source', async () => {
    const { client, id: ownerId } = await gateway.marketer('openai');
    const { id } = await newLead(client, { job_title: 'Head of Sales', notes: NOTE });
    const note = (
      await client.post(`/api/leads/${id}/notes`, { text: 'Their old tool loses half of the mails.' })
    ).body;
    says(
      ['budget', 'met', 's2', 'We have set aside 40,000'],
      ['authority', 'unmet', 's1', 'The board decides'],
      ['need', 'met', 's3', 'loses half of the mails'],
      ['timeline', 'met', 's2', 'The board decides in March'],
    );
    const data = await qualify(client, id, {
      texts: [{ source: 'mail', text: 'We love the idea of a trial.' }],
    });
    expect(data).toMatchObject({
      verdict: 'qualified',
      share: 1,
      ai: true,
      ai_problem: null,
      rubric_version: null,
    });
    expect(data.cost_micros).toBeGreaterThan(0);
    expect(reason(data, 'authority')).toMatchObject({ by: 'rule', verdict: 'met', quote: null });
    expect(reason(data, 'budget')).toMatchObject({
      by: 'model',
      verdict: 'met',
      quote: 'We have set aside 40,000',
      source: { kind: 'notes', ref: id },
      evidence: [],
    });
    expect(reason(data, 'need').source).toEqual({ kind: 'note', ref: note.data.id });
    const [usage] = await gateway.usage(ownerId, 1);
    expect(usage).toMatchObject({ feature: 'leads.qualify', outcome: 'ok' });
  });

  it('stays open where a quote is not found: not in that source, changed, or too short to mean anything', async () => {
    const { client } = await gateway.marketer('openai');
    await write(
      client,
      ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key, question: `Is it ${key}?` })),
      { qualify_at: 0.5 },
    );
    const { id } = await newLead(client, { notes: NOTE });
    says(
      ['a', 'met', 's2', 'We have set aside'],
      ['b', 'met', 's1', 'We have set aside 50,000'],
      ['c', 'unmet', 's1', 'They'],
      ['d', 'met', 's9', 'The board decides in March'],
      ['e', 'met', 's1', 'The board decides in March'],
    );
    const data = await qualify(client, id, { texts: [] });
    expect(data.reasons.map(({ verdict, by, quote }: Reason) => [verdict, by, quote])).toEqual([
      ...Array(4).fill(['unknown', null, null]),
      ['met', 'model', 'The board decides in March'],
    ]);
    expect(data).toMatchObject({ verdict: 'needs_review', share: 0.2, status_after: 'new' });
  });

  it('may be quoted from its answers in a form', async () => {
    const { client, submit } = await makeForm(gateway.app, {
      fields: [{ name: 'wish', type: 'textarea' }],
    });
    await client.put('/api/user/secrets/openai', { value: `sk-${randomUUID()}${randomUUID()}` });
    const { body } = await submit({ email: 'ada@example.com', name: 'Ada', wish: 'We must begin in May.' });
    await write(client, [{ key: 'timeline', question: 'When?' }], { qualify_at: 1 });
    says(['timeline', 'met', 's1', 'begin in May']);
    const data = await qualify(client, body.lead_id);
    expect(reason(data, 'timeline')).toMatchObject({ verdict: 'met', source: { kind: 'form' } });
  });

  it('is read by no model that is not needed, not wanted, not there, or has nothing to read', async () => {
    const { client } = await gateway.marketer('openai');
    const noted = await newLead(client, { notes: NOTE });
    expect(await qualify(client, noted.id, { ask_model: false })).toMatchObject({
      ai: false,
      verdict: 'needs_review',
    });
    const bare = await newLead(client);
    expect(await qualify(client, bare.id)).toMatchObject({
      ai: false,
      verdict: 'needs_review',
      ai_problem: null,
    });
    await write(client, [
      { ...GERMAN, required: true, unmet_when: { field: 'country', op: 'is', value: 'France' } },
      { key: 'need', question: 'Need?' },
    ]);
    const french = await newLead(client, { country: 'France', notes: NOTE });
    expect(await qualify(client, french.id)).toMatchObject({ verdict: 'not_qualified', ai: false });
    const { client: keyless } = await gateway.marketer();
    const { id } = await newLead(keyless, { notes: NOTE });
    expect(await qualify(keyless, id)).toMatchObject({
      verdict: 'needs_review',
      ai: false,
      ai_problem: null,
    });
    expect(gateway.openai.requests).toHaveLength(0);
  });

  it('stays open when the model fails, which is told', async () => {
    const { client } = await gateway.marketer('openai');
    const { id } = await newLead(client, { notes: NOTE });
    gateway.openai.will({ status: 401, body: { error: { message: 'no' } } });
    expect(await qualify(client, id)).toMatchObject({
      verdict: 'needs_review',
      ai: false,
      ai_problem: 'ai/key-refused',
    });
  });
});
