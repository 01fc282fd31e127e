import { newLead } from '../domains/leads/leads.makers.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import { type Tenant, told } from './tenant.js';

const leadAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ client }: Tenant): Promise<MadeObject> => ({
    path: `/api/leads/${(await newLead(client)).id}${rest}`,
    ...asks,
  });
const removedAt =
  (path: (id: string) => string, asks: Omit<MadeObject, 'path'>) =>
  async ({ client }: Tenant): Promise<MadeObject> => {
    const { id } = await newLead(client);
    await told(client.delete(`/api/leads/${id}`));
    return { path: path(id), ...asks };
  };

/** What belongs to one lead. */
export const LEAD_CASES: ObjectCases = {
  '/api/leads/:leadId': leadAt('', { GET: null, PUT: { company: 'Acme' }, DELETE: null }),
  '/api/lead-capture/leads/:leadId': async ({ client }) => {
    const { id } = await newLead(client);
    return { path: `/api/lead-capture/leads/${id}`, GET: null, PUT: { company: 'Acme' } };
  },
  '/api/leads/:leadId/activities': leadAt('/activities', {
    POST: { type: 'call', subject: 'Called' },
    GET: null,
  }),
  '/api/leads/:leadId/activities/:activityId': async ({ client }) => {
    const lead = await newLead(client);
    const call = await told(
      client.post(`/api/leads/${lead.id}/activities`, { type: 'call', subject: 'Called' }),
    );
    return {
      path: `/api/leads/${lead.id}/activities/${call.id}`,
      PUT: { type: 'call', subject: 'Asked' },
      DELETE: null,
    };
  },
  '/api/leads/:leadId/consents': leadAt('/consents', {
    POST: { purpose: 'phone', decision: 'withdrawn', source: 'call' },
    GET: null,
  }),
  '/api/leads/:leadId/duplicates': leadAt('/duplicates', { GET: null }),
  '/api/leads/:leadId/enrich': leadAt('/enrich', { POST: { providers: ['signals'] } }),
  '/api/leads/:leadId/enrichments': leadAt('/enrichments', { GET: null }),
  '/api/leads/:leadId/notes': leadAt('/notes', { POST: { text: 'Called' }, GET: null }),
  '/api/leads/:leadId/notes/:noteId': async ({ client }) => {
    const lead = await newLead(client);
    const note = await told(client.post(`/api/leads/${lead.id}/notes`, { text: 'Called' }));
    return { path: `/api/leads/${lead.id}/notes/${note.id}`, PUT: { text: 'Mailed' }, DELETE: null };
  },
  '/api/leads/:leadId/outlook': leadAt('/outlook', { GET: null }),
  '/api/leads/:leadId/qualification': leadAt('/qualification', { GET: null }),
  '/api/leads/:leadId/qualify': leadAt('/qualify', { POST: { ask_model: false } }),
  '/api/leads/:leadId/restore': removedAt((id) => `/api/leads/${id}/restore`, { POST: null }),
  '/api/leads/:leadId/score': leadAt('/score', { GET: null, PUT: { score: 7 } }),
  '/api/leads/:leadId/score/history': leadAt('/score/history', { GET: null }),
  '/api/leads/:leadId/score/release': leadAt('/score/release', { POST: null }),
  '/api/leads/:leadId/segments': leadAt('/segments', { GET: null }),
  '/api/leads/:leadId/timeline': leadAt('/timeline', { GET: null }),
  '/api/leads/removed/:leadId': removedAt((id) => `/api/leads/removed/${id}`, { DELETE: null }),
};
