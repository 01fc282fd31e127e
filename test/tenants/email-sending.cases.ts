import { randomUUID } from 'node:crypto';
import { newLead } from '../domains/leads/leads.makers.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import { type Tenant, told } from './tenant.js';

const EMAIL = '/api/email';
const STEPS = [{ key: 'hello', delay_minutes: 1_440, subject: 'Hi', html: '<p>Hi</p>' }];

const madeAt =
  (what: string, wanted: (owner: Tenant) => object | Promise<object>) =>
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async (owner: Tenant): Promise<MadeObject> => {
    const { id } = await told(owner.client.post(`${EMAIL}/${what}`, await wanted(owner)));
    return { path: `${EMAIL}/${what}/${id}${rest}`, ...asks };
  };

const TRANSPORT = { name: 'Resend', provider: 'resend', secret: 's3cret' };
const transportAt = madeAt('transports', () => TRANSPORT);
const identityAt = madeAt('identities', () => ({ name: 'Shop', from_email: `${randomUUID()}@shop.test` }));
const endpointAt = madeAt('event-endpoints', () => ({ name: 'Generic', provider: 'generic' }));
const routeAt = madeAt('routes', () => ({ transports: ['platform'] }));
const topicAt = madeAt('topics', () => ({ name: randomUUID() }));
const sequenceOf = madeAt('sequences', () => ({ name: randomUUID(), steps: STEPS }));

const sequenceAt =
  (rest: string, asks: Omit<MadeObject, 'path'>, ...steps: string[]) =>
  async (owner: Tenant): Promise<MadeObject> => {
    const { path } = await sequenceOf('', {})(owner);
    for (const step of steps) await told(owner.client.post(`${path}/${step}`));
    return { path: `${path}${rest}`, ...asks };
  };

const enrolmentAt =
  (verb: string, ...steps: string[]) =>
  async (owner: Tenant): Promise<MadeObject> => {
    const { path } = await sequenceAt('/enrolments', {}, 'start')(owner);
    await told(owner.client.post(path, { lead_ids: [(await newLead(owner.client)).id] }));
    const [{ id }] = (await owner.client.get(path)).body.data;
    for (const step of steps) await told(owner.client.post(`${path}/${id}/${step}`));
    return { path: `${path}/${id}/${verb}`, POST: null };
  };

/** What mail leaves by, and mails that follow each other. */
export const EMAIL_SENDING_CASES: ObjectCases = {
  '/api/email/transports/:transportId': transportAt('', { GET: null, PUT: { name: 'Other' }, DELETE: null }),
  '/api/email/transports/:transportId/test': transportAt('/test', { POST: null }),
  '/api/email/routes/:routeId': async (owner) => {
    const { id } = await told(owner.client.post(`${EMAIL}/transports`, TRANSPORT));
    return routeAt('', { PUT: { transports: [id] }, DELETE: null })(owner);
  },
  '/api/email/identities/:identityId': identityAt('', { GET: null, PUT: { name: 'Other' }, DELETE: null }),
  '/api/email/identities/:identityId/verification': identityAt('/verification', { POST: null }),
  '/api/email/identities/:identityId/domain-check': identityAt('/domain-check', { POST: null }),
  '/api/email/identities/:identityId/warm-up': identityAt('/warm-up', { GET: null }),
  '/api/email/event-endpoints/:endpointId': endpointAt('', {
    GET: null,
    PUT: { name: 'Other' },
    DELETE: null,
  }),
  '/api/email/topics/:topicId': topicAt('', { PUT: { name: 'Weekly' }, DELETE: null }),
  '/api/email/sequences/:sequenceId': sequenceAt('', {
    GET: null,
    PATCH: { name: 'Other' },
    DELETE: null,
  }),
  '/api/email/sequences/:sequenceId/start': sequenceAt('/start', { POST: null }),
  '/api/email/sequences/:sequenceId/pause': sequenceAt('/pause', { POST: null }, 'start'),
  '/api/email/sequences/:sequenceId/resume': sequenceAt('/resume', { POST: null }, 'start', 'pause'),
  '/api/email/sequences/:sequenceId/stop': sequenceAt('/stop', { POST: null }, 'start'),
  '/api/email/sequences/:sequenceId/figures': sequenceAt('/figures', { GET: null }, 'start'),
  '/api/email/sequences/:sequenceId/enrolments': async (owner) => {
    const { path } = await sequenceAt('/enrolments', {}, 'start')(owner);
    return { path, POST: { lead_ids: [(await newLead(owner.client)).id] }, GET: null };
  },
  '/api/email/sequences/:sequenceId/enrolments/:enrolmentId/pause': enrolmentAt('pause'),
  '/api/email/sequences/:sequenceId/enrolments/:enrolmentId/resume': enrolmentAt('resume', 'pause'),
  '/api/email/sequences/:sequenceId/enrolments/:enrolmentId/stop': enrolmentAt('stop'),
};
