import { randomUUID } from 'node:crypto';
import type { TestClient } from '../../support/client.js';
import { execute, Gateway, makeLead, openAiGives } from './agents.js';
import { CRITERIA, WEIGHTS } from './lead-agent.cases.js';
import { OBEY, told } from './social.js';

const LEAD = { first_name: 'Ada', company: 'Engines Ltd', industry: 'Farming', job_title: 'Clerk' };
const SAID = {
  subject: 'Engines and harvests',
  content: 'Hello Ada, how do Engines Ltd plan the next harvest?',
  personalization_points: ['Engines Ltd', 'Farming'],
};

let gateway: Gateway;
/** Has a key, so that a model answers. */
let ada: TestClient;
/** Has none, and no leads but those of the test. */
let bob: TestClient;

beforeAll(async () => {
  gateway = await Gateway.share();
  ({ client: ada } = await gateway.marketer('openai'));
});
beforeEach(async () => {
  ({ client: bob } = await gateway.app.newUser());
});
afterEach(() => gateway.clear());
afterAll(() => gateway.close());

async function done(client: TestClient, task: string, input: object = {}) {
  const { status, body } = await execute(client, 'lead', task, input);
  expect({ status, error: body.error }).toEqual({ status: 200, error: null });
  return body.data.result;
}

const outreach = (client: TestClient, lead_id: string, outreach_type: string) =>
  done(client, 'generate_outreach_content', { lead_id, outreach_type });

describe('a first message to a lead', () => {
  it.each([
    ['email', 'A question about Engines Ltd', /^Hello Ada,\n\n.*Farming.*Engines Ltd/s],
    ['linkedin', null, /^Hello Ada, .*Farming.*connect\.$/],
    ['phone_script', null, /^Good morning, may I speak to Ada\?.*Engines Ltd/],
  ])('is written by rules for %s where no model is configured', async (type, subject, content) => {
    const lead = await makeLead(bob, LEAD);
    expect(await outreach(bob, lead, type)).toEqual({
      outreach_content: {
        lead_id: lead,
        outreach_type: type,
        subject,
        content: expect.stringMatching(content),
        ai_insights: [],
        created_at: expect.stringMatching(/Z$/),
      },
      personalization_points: ['Ada', 'Engines Ltd', 'Farming', 'Clerk'],
      ai: false,
      provenance: expect.objectContaining({
        ai: false,
        provider: 'offline',
        sources: [expect.objectContaining({ kind: 'record', ref: lead })],
      }),
    });
  });

  it.each(['email', 'linkedin', 'phone_script'])(
    'fits %s also where little is known of the lead, or its words are very long',
    async (type) => {
      const nobody = await makeLead(bob, { name: undefined, company: undefined });
      expect((await outreach(bob, nobody, type)).personalization_points).toEqual([]);
      const long = 'Engines '.repeat(24).trim();
      const lead = await makeLead(bob, { name: undefined, first_name: long, company: long, industry: long });
      const { subject, content } = (await outreach(bob, lead, type)).outreach_content;
      expect(content.length).toBeLessThanOrEqual(300 + (type === 'linkedin' ? 0 : 200));
      expect((subject ?? '').length).toBeLessThanOrEqual(120);
    },
  );

  it.each([
    ['email', 'e-mail', SAID.subject],
    ['linkedin', 'LinkedIn message of at most 300 characters', null],
    ['phone_script', 'script for a phone call', null],
  ])(
    'is what a model says for %s, with what is known of the lead as material',
    async (type, words, subject) => {
      gateway.openai.will(openAiGives(SAID));
      const lead = await makeLead(ada, { ...LEAD, notes: OBEY });
      const result = await outreach(ada, lead, type);
      expect(result).toMatchObject({
        outreach_content: { lead_id: lead, outreach_type: type, subject, content: SAID.content },
        personalization_points: SAID.personalization_points,
        ai: true,
        provenance: { ai: true, provider: 'openai', prompt_version: 'leads.outreach@1' },
      });
      const [orders, material] = told(gateway);
      expect(orders).toContain(words);
      expect(orders).not.toContain('evil.test');
      expect(material).toMatch(/<untrusted id=.*Engines Ltd.*evil\.test.*<\/untrusted id=/s);
      expect(material).not.toContain('@example.org');
    },
  );

  it.each([
    ['linkedin', { content: 'Hello. '.repeat(60) }],
    ['email', { subject: null }],
  ])('is asked for again when a model says of %s what does not fit it', async (type, wrong) => {
    gateway.openai.will(openAiGives({ ...SAID, ...wrong }), openAiGives(SAID));
    const { outreach_content } = await outreach(ada, await makeLead(ada, LEAD), type);
    expect(outreach_content.content).toBe(SAID.content);
    expect(gateway.openai.requests).toHaveLength(2);
  });

  it('says which insights it could build on', async () => {
    const lead = await makeLead(bob, LEAD);
    await done(bob, 'enrich_leads', { lead_ids: [lead] });
    const { ai_insights } = (await outreach(bob, lead, 'email')).outreach_content;
    expect(ai_insights[0]).toBe('Engines Ltd works in Farming.');
  });

  it.each([
    ['a channel there is not', { outreach_type: 'fax' }, 400, 'agents/input-refused', 'outreach_type'],
    ['no channel', {}, 400, 'agents/input-refused', 'outreach_type'],
    [
      'a lead there is not',
      { outreach_type: 'email', lead_id: randomUUID() },
      404,
      'leads/not-found',
      undefined,
    ],
  ])('is refused for %s', async (_, input, ...expected) => {
    const lead_id = await makeLead(bob);
    const refused = await execute(bob, 'lead', 'generate_outreach_content', { lead_id, ...input });
    expect([refused.status, refused.body.code, refused.body.errors?.[0]?.path]).toEqual(expected);
  });

  it('is never written to a lead of somebody else, and no model is told of it', async () => {
    const lead_id = await makeLead(bob, LEAD);
    const input = { lead_id, outreach_type: 'email' };
    expect((await execute(ada, 'lead', 'create_outreach', input)).body.code).toBe('leads/not-found');
    expect(gateway.openai.requests).toEqual([]);
  });
});

describe('what leads have in common', () => {
  it('is counted over all leads of the caller, or those of a status, and told in three sentences', async () => {
    for (const [industry, company_size, status] of [
      ['Farming', '1-10', 'new'],
      ['Farming', '51-200', 'qualified'],
      ['Farming', '51-200', 'new'],
      ['Finance', undefined, 'new'],
    ])
      await makeLead(bob, {
        industry,
        company_size,
        status,
        source: industry === 'Finance' ? 'fair' : 'form',
      });
    await makeLead(ada, { industry: 'Mining' });
    expect(await done(bob, 'analyze_lead_patterns')).toEqual({
      patterns: {
        top_industries: [
          { industry: 'Farming', leads: 3 },
          { industry: 'Finance', leads: 1 },
        ],
        company_size_distribution: { '1-10': 1, '51-200': 2, unknown: 1 },
        lead_sources: { form: 3, fair: 1 },
        total_analyzed: 4,
      },
      insights: [
        'Most leads are from Farming: 75 % of 4.',
        'Companies of 51-200 people are the most: 50 %.',
        'form brings the most leads: 75 %.',
      ],
    });
    const qualified = await done(bob, 'get_lead_analytics', { status: 'qualified' });
    expect(qualified.patterns).toMatchObject({ total_analyzed: 1, lead_sources: { form: 1 } });
  });

  it('is at most five industries, and nothing where nothing is known', async () => {
    expect(await done(bob, 'analyze_lead_patterns')).toEqual({
      patterns: { top_industries: [], company_size_distribution: {}, lead_sources: {}, total_analyzed: 0 },
      insights: ['There are no leads to look at yet.'],
    });
    await makeLead(bob);
    expect((await done(bob, 'analyze_lead_patterns')).insights.slice(0, 2)).toEqual([
      'No lead names an industry.',
      'No lead names the size of a company.',
    ]);
    for (const industry of ['A', 'B', 'C', 'D', 'E', 'F']) await makeLead(bob, { industry });
    expect((await done(bob, 'analyze_lead_patterns')).patterns.top_industries).toHaveLength(5);
  });

  it('asks no model, and takes no status there is not', async () => {
    await done(ada, 'analyze_lead_patterns');
    const { status, body } = await execute(ada, 'lead', 'analyze_lead_patterns', { status: 'warm' });
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'agents/input-refused', 'status']);
    expect(gateway.openai.requests).toEqual([]);
  });
});

describe('how much each factor of a score counts', () => {
  /** An enterprise (1) in another industry (0.6), no deciding title (0.4), no insights (0.5). */
  const ENTERPRISE = { ...LEAD, company_size: '1000+' };

  it.each(WEIGHTS)('is what the criteria say: %s', async (_, criteria, score) => {
    const lead = await makeLead(bob, ENTERPRISE);
    const result = await done(bob, 'score_leads', { lead_ids: [lead], criteria });
    const defaults = {
      company_size: 30,
      industry_fit: 25,
      job_title_relevance: 25,
      engagement_potential: 20,
    };
    expect(result.criteria_used).toEqual({ ...defaults, ...criteria });
    expect(result.scored_leads).toMatchObject([{ lead_id: lead, old_score: 0, score }]);
    expect((await bob.get(`/api/leads/${lead}`)).body.data.score).toBe(score);
  });

  it.each([
    [{ company_size: -1 }, 'criteria.company_size'],
    [{ company_size: 1_001 }, 'criteria.company_size'],
    [{ industry_fit: '25' }, 'criteria.industry_fit'],
    [{ shoe_size: 1 }, 'criteria.shoe_size'],
  ])('cannot be %p', async (criteria, path) => {
    const { status, body } = await execute(bob, 'lead', 'score_leads', { criteria });
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'agents/input-refused', path]);
  });
});

describe('criteria by which an agent qualifies', () => {
  it.each(CRITERIA)('hold for %s as they say', async (_, lead, criteria, reasons) => {
    const id = await makeLead(bob, lead);
    const result = await done(bob, 'qualify_leads', { lead_ids: [id], criteria });
    expect(result.criteria_used).toEqual({
      min_company_size: 'small',
      target_industries: [],
      min_lead_score: 50,
      ...criteria,
    });
    expect(result.disqualified_details).toEqual(reasons.length === 0 ? [] : [{ lead_id: id, reasons }]);
    const { status } = (await bob.get(`/api/leads/${id}`)).body.data;
    expect(status).toBe(reasons.length === 0 ? 'qualified' : 'lost');
  });
});
