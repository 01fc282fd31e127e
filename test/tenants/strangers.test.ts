import { randomUUID } from 'node:crypto';
import { isUuid } from '#kernel/ids';
import type { TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { sharedApp } from '../support/kept-app.js';
import { routesOf } from '../support/routes.js';
import { AGENT_CASES } from './agent.cases.js';
import { CAMPAIGN_CASES } from './campaign.cases.js';
import { CONTENT_CASES } from './content.cases.js';
import { EMAIL_CASES } from './email.cases.js';
import { EMAIL_SENDING_CASES } from './email-sending.cases.js';
import { KNOWLEDGE_CASES } from './knowledge.cases.js';
import { LEAD_CAPTURE_CASES } from './lead-capture.cases.js';
import { LEAD_CASES } from './lead.cases.js';
import { LEADS_WORK_CASES } from './leads-work.cases.js';
import { LEAD_NAMING_CASES } from './lead-naming.cases.js';
import { sweepNaming } from './naming-sweep.js';
import { asksOf, type ObjectCases } from './object-case.js';
import { PRIVACY_CASES } from './privacy.cases.js';
import { PROPOSAL_CASES } from './proposal.cases.js';
import { RESEARCH_CASES } from './research.cases.js';
import { SOCIAL_CASES } from './social.cases.js';
import { SUPPORT_CASES } from './support.cases.js';
import { newTenant, rowsOf, told } from './tenant.js';
import { WEBHOOK_CASES } from './webhook.cases.js';
import { VIDEO_CASES } from './video.cases.js';
import { newThings } from './things.js';
import { WORD_CASES } from './word.cases.js';
import { WORKFLOW_CASES } from './workflow.cases.js';

/** Routes whose parameter is a word that everybody may say: what it leads to is the asker's own. */
const BY_A_WORD = (path: string) => path in WORD_CASES || NO_ONES.includes(path);
/** What it leads to is nobody's. */
const NO_ONES = ['/api/ai/providers/:provider/test', '/api/agents/:agent/:task'];
const OBJECT_CASES: ObjectCases = {
  ...LEAD_CASES,
  ...LEADS_WORK_CASES,
  ...LEAD_CAPTURE_CASES,
  ...CONTENT_CASES,
  ...PROPOSAL_CASES,
  ...SOCIAL_CASES,
  ...WEBHOOK_CASES,
  ...SUPPORT_CASES,
  ...VIDEO_CASES,
  ...PRIVACY_CASES,
  ...CAMPAIGN_CASES,
  ...EMAIL_CASES,
  ...EMAIL_SENDING_CASES,
  ...WORKFLOW_CASES,
  ...KNOWLEDGE_CASES,
  ...RESEARCH_CASES,
  ...AGENT_CASES,
};
/** What is asked with another method than GET and changes no row of who asks. */
const READING = [
  '/api/proposals/:proposalId/export',
  '/api/campaign-approvals/:approvalId/approve',
  '/api/campaign-approvals/:approvalId/reject',
  '/api/campaigns/:campaignId/render',
  '/api/campaigns/:campaignId/simulate',
  '/api/email/templates/:templateId/preview',
  '/api/workflow/:workflowId/simulate',
  '/api/workflows/:workflowId/simulate',
];
/** Below these, what is named in a query or a body as well. */
const NAMING_AREAS = ['/api/leads', '/api/lead-capture'];
/** What the owner is answered by somebody outside, who is not there: with something else than that there is no such thing. */
const OUTSIDE = [
  '/api/agents/mcp/servers/:serverId/refresh',
  '/api/email/identities/:identityId/domain-check',
  '/api/email/transports/:transportId/test',
];

const ID = /(?<=\/)(?:[0-9a-f-]{36}|\d+)/;

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
afterAll(() => app.close());

const methodsAt = (wanted: string) =>
  routesOf(app)
    .filter(({ path }) => path === wanted)
    .map(({ method }) => method)
    .toSorted();

/** By its path, the methods of every route that names something of an owner. */
function objectRoutes(): Map<string, string[]> {
  const routes = routesOf(app).filter(
    ({ path, isPublic, isAdminOnly }) => path.includes(':') && !BY_A_WORD(path) && !isPublic && !isAdminOnly,
  );
  const byPath = Map.groupBy(routes, ({ path }) => path);
  return new Map([...byPath].map(([path, some]) => [path, some.map(({ method }) => method).toSorted()]));
}

/** An answer without what is another in each. */
const apartFrom = ({ status, body, text }: Answer) => [status, body?.code ?? body?.data ?? text];

describe('what somebody has made', () => {
  it('is named by routes of which each has a case here', () => {
    expect(Object.keys(OBJECT_CASES).toSorted()).toEqual([...objectRoutes().keys()].toSorted());
  });

  it.each(Object.keys(OBJECT_CASES))('is nothing to a stranger at %s, whatever the method', async (path) => {
    const [owner, stranger] = [await newTenant(app), await newTenant(app)];
    const made = await OBJECT_CASES[path]!(owner);
    const asks = asksOf(made);
    expect(asks.map(([method]) => method).toSorted()).toEqual(objectRoutes().get(path));
    const before = await rowsOf(app, owner, stranger);
    const nowhere = made.path.replace(ID, (id) => (isUuid(id) ? randomUUID() : String(2 ** 31 - 1)));
    for (const [method, body] of asks) {
      const refused = await stranger.client.send(method, made.path, body, made.headers ?? {});
      expect([method, refused.status]).toEqual([method, 404]);
      const none = await stranger.client.send(method, nowhere, body, made.headers ?? {});
      expect(apartFrom(refused)).toEqual(apartFrom(none));
    }
    expect(await rowsOf(app, owner, stranger)).toEqual(before);
    for (const [method, body] of asks) {
      const { status, text } = await owner.client.send(method, made.path, body, made.headers ?? {});
      const isDone = status < 300 || (OUTSIDE.includes(path) && status !== 404);
      expect([method, isDone ? 'done' : text]).toEqual([method, 'done']);
    }
    if (asks.some(([method]) => method !== 'GET') && !READING.includes(path) && !OUTSIDE.includes(path))
      expect(await rowsOf(app, owner, stranger)).not.toEqual(before);
  });
});

describe('what everybody may have by the same word', () => {
  it.each(Object.keys(WORD_CASES))('is the asker`s own at %s', async (path) => {
    const [owner, stranger] = [await newTenant(app), await newTenant(app)];
    const made = await WORD_CASES[path]!(owner);
    expect(
      asksOf(made)
        .map(([method]) => method)
        .toSorted(),
    ).toEqual(methodsAt(path));
    const before = await rowsOf(app, owner);
    for (const [method, body] of asksOf(made)) {
      const { text } = await stranger.client.send(method, made.path, body, {});
      expect([method, text.includes(owner.id)]).toEqual([method, false]);
    }
    expect(await rowsOf(app, owner)).toEqual(before);
  });
});

describe('what a request names beside its path, of leads', () => {
  sweepNaming({
    app: () => app,
    isMeant: (path) => NAMING_AREAS.some((area) => path === area || path.startsWith(`${area}/`)),
    cases: LEAD_NAMING_CASES,
    make: newThings,
  });
});

describe('a lead that was merged into another', () => {
  it('is nothing any more, neither to a stranger nor to its owner', async () => {
    const [owner, stranger] = [await newTenant(app), await newTenant(app)];
    const [theirs, own] = [await newThings(owner), await newThings(stranger)];
    await told(owner.client.post('/api/leads/merges', { into: theirs.other, from: [theirs.lead] }));
    const gone = { ...theirs, other: theirs.lead };
    const made = await Promise.all(Object.values(LEAD_CASES).map((make) => make(owner)));
    const before = await rowsOf(app, owner, stranger);
    for (const { client } of [owner, stranger]) {
      for (const object of made)
        for (const [method, body] of asksOf(object)) {
          const path = object.path.replace(ID, theirs.lead);
          const { status } = await client.send(method, path, body, {});
          expect([method, path, status]).toEqual([method, path, 404]);
        }
      const mine = client === owner.client ? { ...theirs, lead: theirs.captured } : own;
      for (const name of Object.keys(LEAD_NAMING_CASES).filter((key) => /lead_ids|merges/.test(key))) {
        const [method, path, body] = LEAD_NAMING_CASES[name]!(gone, mine);
        const { status } = await client.send(method, path, body, {});
        expect([name, status]).toEqual([name, name.endsWith('choose') ? 422 : 404]);
      }
    }
    expect(await rowsOf(app, owner, stranger)).toEqual(before);
  });
});

describe('what everybody has one of', () => {
  const [RUBRIC, DRAFT] = ['/api/leads/qualification/rubric', '/api/leads/scoring/rules/draft'];
  const from = (country: string) => ({ field: 'country', op: 'is', value: country });
  const rubric = (country: string) => ({ criteria: [{ key: 'near', met_when: from(country) }] });
  const draft = (country: string) => ({
    groups: [{ key: 'all', rules: [{ key: 'near', when: from(country), points: 50 }] }],
  });

  it('is one`s own: whoever writes, publishes or throws away theirs leaves mine alone', async () => {
    const [owner, stranger] = [await newTenant(app), await newTenant(app)];
    await told(owner.client.put(RUBRIC, rubric('Germany')));
    await told(owner.client.put(DRAFT, draft('Germany')));
    const before = await rowsOf(app, owner);
    expect((await stranger.client.delete(DRAFT)).status).toBe(404);
    expect((await stranger.client.post(`${DRAFT}/publish`, {})).status).toBe(404);
    const theirs = await told(stranger.client.put(RUBRIC, rubric('France')));
    expect(JSON.stringify(theirs)).not.toContain('Germany');
    await told(stranger.client.put(DRAFT, draft('France')));
    await told(stranger.client.post(`${DRAFT}/publish`, {}));
    await told(stranger.client.put(DRAFT, draft('Spain')));
    await told(stranger.client.delete(DRAFT));
    expect(await rowsOf(app, owner)).toEqual(before);
    expect(JSON.stringify((await stranger.client.get(RUBRIC)).body)).not.toContain('Germany');
  });
});
