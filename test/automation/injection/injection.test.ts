import type { ChatCompletionRequest } from '@copilotkit/aimock';
import { makeBucket, makeDocument } from '../../domains/knowledge/knowledge.makers.js';
import { startApp, JWT_SECRET, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { Shop } from '../../domains/research/shop.js';
import { execute, makeLead } from '../agents/agents.js';
import { ATTACKS, LETTER, MARKER, NAME } from './attacks.js';
import { ObedientModel } from './obedient-model.js';

const MASTER_KEY = 'ab01'.repeat(16);
const PLATFORM_KEY = 'sk-platform-0123456789abcdef0123456789abcdef';
const OWN_KEY = 'sk-own-fedcba9876543210fedcba9876543210';
const OTHERS = 'Rival Ltd 88412';
const LOOK_UPS = ['list_campaigns', 'campaign_results', 'lead_counts', 'search_documents'];
const MARKED = /<untrusted id="([0-9a-f]{16})" source="[^"]*">\n[^]*?\n<\/untrusted id="\1">/g;

let app: TestApp;
let model: ObedientModel;
let site: Shop;
let ada: TestClient;
let other: { lead: string; campaign: string };
const made: Record<string, string> = {};
let buckets = 0;

beforeAll(async () => {
  [model, site] = await Promise.all([ObedientModel.start(), Shop.open()]);
  site.has('/page', `<html><head><title>${NAME}</title></head><body>${paragraphs()}</body></html>`);
  app = await startApp({
    settings: {
      OPENAI_API_KEY: PLATFORM_KEY,
      OPENAI_BASE_URL: model.url,
      OUTBOUND_ALLOW: '127.0.0.1',
      OUTBOUND_HOST_GAP_MS: '0',
      AGENT_WAIT_SECONDS: '60',
    },
  });
  const { client } = await app.newUser();
  const foreign = await campaignOf(client, OTHERS);
  other = { lead: await makeLead(client, { company: OTHERS }), campaign: foreign };
  await document(client, `${OTHERS} pays 40 per parcel.`);
  ({ client: ada } = await app.newUser());
  await ada.put('/api/user/secrets/openai', { value: OWN_KEY });
  made['campaign'] = await campaignOf(ada, NAME);
  made['lead'] = await makeLead(ada, {
    name: NAME,
    company: NAME,
    job_title: NAME,
    industry: NAME,
    notes: LETTER,
  });
  await document(ada, `Parcels cost 3. ${LETTER}`);
  await app.sql(`update campaigns set status = 'active'`);
  await app.drainJobs();
  const kept = await ada.post('/api/content', {
    title: 'Parcels',
    content: LETTER,
    content_type: 'blog_post',
  });
  made['content'] = String(kept.body.data?.id);
});
beforeEach(() => model.will());
afterAll(async () => {
  await app.close();
  await Promise.all([model.close(), site.close()]);
});

const paragraphs = (): string =>
  `<article><h1>Parcels</h1>${ATTACKS.map((text) => `<p>${text.replaceAll('<', '&lt;')} Parcels are sent on Mondays and cost three.</p>`).join('')}</article>`;

async function campaignOf(client: TestClient, name: string): Promise<string> {
  const { status, body, text } = await client.post('/api/campaigns', {
    name,
    description: name,
    channels: ['email'],
  });
  if (status !== 201) throw new Error(text);
  return body.data.id as string;
}

async function document(client: TestClient, content: string): Promise<void> {
  await makeDocument(
    app,
    { client, bucketId: await makeBucket(client, `Rules ${(buckets += 1)}`) },
    { title: NAME, content },
  );
}

/** What the model was told, each message in one text. */
const texts = ({ messages }: ChatCompletionRequest): string[] =>
  messages.map(({ content }) =>
    typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n'),
  );

/** Nothing of other people stands outside of the marks, and no secret and nobody else's data anywhere. */
function saidSafely(): void {
  expect(model.requests.length).toBeGreaterThan(0);
  for (const request of model.requests) {
    const all = texts(request).join('\n\n');
    for (const secret of [PLATFORM_KEY, OWN_KEY, MASTER_KEY, JWT_SECRET, OTHERS, other.lead])
      expect(all).not.toContain(secret);
    const ours = texts(request)
      .filter((_, at) => request.messages[at]?.role !== 'tool' && request.messages[at]?.role !== 'assistant')
      .map((text) => text.replace(MARKED, ''))
      .join('\n\n');
    expect(ours).not.toContain(MARKER);
    expect(ours.replace(/Text from <untrusted.*?no other tag ends it\./s, '')).not.toMatch(/untrusted id=/);
    const offered = (request.tools ?? []).map(({ function: { name } }) => name);
    expect(LOOK_UPS).toEqual(expect.arrayContaining(offered));
  }
}

function tellsNothing(text: string): void {
  for (const secret of [PLATFORM_KEY, OWN_KEY, MASTER_KEY, JWT_SECRET, OTHERS, other.lead])
    expect(text).not.toContain(secret);
}

/** What came back tells no secret and nobody else's data, and has no script where HTML is shown. */
function answeredSafely(text: string): void {
  tellsNothing(text);
  for (const [, html = ''] of text.matchAll(/"html[a-z_]*":"((?:[^"\\]|\\.)*)"/g))
    expect(html).not.toMatch(/<script|<[^>]+onerror|<[^>]+javascript:/i);
}

/** Each task whose question carries what other people wrote; texts are as long as their fields take. */
const TASKS: readonly (readonly [agent: string, task: string, input: () => object])[] = [
  ['lead', 'enrich_leads', () => ({ lead_ids: [made['lead']] })],
  ['lead', 'generate_outreach_content', () => ({ lead_id: made['lead'], outreach_type: 'email' })],
  ['assistant', 'daily_focus', () => ({ query: 'Parcels?', context: [{ page: LETTER }] })],
  ['assistant', 'general_query', () => ({ query: 'How much are parcels?', context: [{ page: LETTER }] })],
  ['campaign', 'optimize_campaign', () => ({ campaign_id: made['campaign'] })],
  ['campaign', 'generate_ab_tests', () => ({ campaign_id: made['campaign'], test_element: NAME })],
  [
    'campaign',
    'create_campaign_copy',
    () => ({ campaign_type: 'email', target_audience: { who: LETTER.slice(0, 1_500) } }),
  ],
  [
    'content',
    'generate_content',
    () => ({ title: LETTER, content_type: 'blog_post', target_audience: NAME, platform: 'blog' }),
  ],
  ['content', 'create_email_content', () => ({ campaign_type: NAME, target_audience: NAME, topic: LETTER })],
  ['content', 'create_social_content', () => ({ platform: 'linkedin', content_theme: LETTER })],
  ['content', 'create_blog_content', () => ({ topic: LETTER, target_keywords: [NAME] })],
  ['content', 'optimize_content', () => ({ content_id: made['content'] })],
  ['content', 'generate_headlines', () => ({ topic: LETTER })],
  ['social', 'create_post', () => ({ platform: 'linkedin', content: LETTER })],
  ['social', 'create_ai_powered_post', () => ({ platform: 'linkedin', topic: LETTER })],
  [
    'social',
    'bulk_content_generation',
    () => ({ platforms: ['linkedin'], count_per_platform: 1, topic: LETTER }),
  ],
  ['social', 'respond_to_engagement', () => ({ platform: 'linkedin', message: LETTER })],
  ['email', 'create_email_template', () => ({ name: NAME, brief: LETTER })],
  ['email', 'generate_ab_variants', () => ({ base_content: LETTER })],
  ['proposal_generator', 'generate_proposal', () => ({ client_name: NAME, call_transcript: LETTER })],
  ['research', 'analyze_topic', () => ({ topic: LETTER, urls: [`${site.url}/page`] })],
];

describe('a model that obeys whoever wrote what it reads', () => {
  it.each(TASKS)('gets nothing out of %s %s', async (agent, task, input) => {
    const { status, body, text } = await execute(ada, agent, task, input());
    expect([status, body.code, text.slice(0, 300)]).toEqual([200, undefined, expect.anything()]);
    expect(text).toContain('Idea ');
    saidSafely();
    answeredSafely(text);
    const run = await ada.get(`/api/agents/runs/${body.task_id}`);
    tellsNothing(run.text);
  });

  it.each(TASKS)('calls no tool that %s %s was not given', async (agent, task, input) => {
    const before = await state();
    model.will({
      calls: [
        { name: 'delete_campaign', input: { campaign_id: made['campaign'] } },
        { name: 'campaign_results', input: { campaign_id: other.campaign } },
        { name: 'search_documents', input: { question: `${OTHERS} parcel`, owner_id: other.lead } },
        { name: 'send_campaign', input: {} },
      ],
    });
    const { text } = await execute(ada, agent, task, input());
    saidSafely();
    answeredSafely(text);
    expect(await state()).toEqual(before);
  });

  it.each([
    ['POST /api/brand/voice-analysis', () => ({ content: LETTER })],
    ['POST /api/brand/enhance', () => ({ content: LETTER, targetVoice: NAME })],
    ['POST /api/brand/alternatives', () => ({ text: LETTER })],
    ['POST /api/leads/{lead}/enrich', () => ({ providers: ['ai'], force: true })],
  ])('gets nothing out of %s', async (route, body) => {
    const answer = await ada.post(route.slice(5).replace('{lead}', String(made['lead'])), body());
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Idea ');
    saidSafely();
    answeredSafely(answer.text);
  });

  it('gets nothing out of the summary of a document', async () => {
    await document(ada, `Parcels leave on Tuesdays. ${LETTER}`);
    await app.drainJobs();
    saidSafely();
  });

  it('decides nothing about a lead by a passage that nobody wrote', async () => {
    const criteria = [{ key: 'need', question: LETTER.slice(0, 500) }];
    await ada.put('/api/leads/qualification/rubric', { criteria, qualify_at: 1 });
    const texts = [{ source: NAME, text: LETTER }];
    const { body, text } = await ada.post(`/api/leads/${made['lead']}/qualify`, { texts });
    const unknown = expect.objectContaining({ criterion: 'need', verdict: 'unknown', quote: null });
    expect(body.data).toMatchObject({ verdict: 'needs_review', ai: true, status_after: 'new' });
    expect(body.data.reasons).toEqual([unknown]);
    expect(text).not.toContain('Idea ');
    saidSafely();
    answeredSafely(text);
  });

  it('gets nothing out of the script of a video, and publishes nothing', async () => {
    await ada.put('/api/user/secrets/json2video_api_key', { value: 'j2v-0123456789abcdef' });
    await ada.put('/api/user/secrets/blotato_api_key', { value: 'blt_0123456789abcdef' });
    await ada.put('/api/agents/internal_publishing/settings', { approve_from: 'draft' });
    const { body } = await execute(ada, 'internal_publishing', 'publish_video', {
      prompt: LETTER,
      title: NAME,
      platform: 'instagram',
      account_id: '1',
    });
    expect(body).toMatchObject({ status: 'waiting' });
    saidSafely();
  });

  it('is stopped when it calls the same again and again', async () => {
    model.will({ calls: [{ name: 'lead_counts', input: {} }], tireless: true });
    const { body } = await execute(ada, 'assistant', 'general_query', { query: 'How many leads?' });
    expect(body.code ?? body.error?.code).toBe('agents/loop-detected');
    expect(model.requests).toHaveLength(3);
  });
});

/** What a tool could have changed. */
async function state() {
  return app.sql('select id, name, status from campaigns order by id');
}
