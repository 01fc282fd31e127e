import { makeProposal, PROPOSALS } from '../domains/proposals/proposals.makers.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import { type Tenant, told } from './tenant.js';

const proposalAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ app, id }: Tenant): Promise<MadeObject> => ({
    path: `${PROPOSALS}/${(await makeProposal(app, id)).id}${rest}`,
    ...asks,
  });
const changes = { client_name: 'Harbour Bakery Ltd' };

/** What is offered to clients. */
export const PROPOSAL_CASES: ObjectCases = {
  '/api/proposals/:proposalId': proposalAt('', { GET: null, PATCH: changes, PUT: changes, DELETE: null }),
  '/api/proposals/:proposalId/export': proposalAt('/export', { POST: { format: 'pdf' } }),
  '/api/proposals/:proposalId/download/:format': proposalAt('/download/pdf', { GET: null }),
  '/api/proposals/:proposalId/request': proposalAt('/request', { GET: null }),
  '/api/proposals/:proposalId/save': proposalAt('/save', { POST: changes }),
  '/api/proposals/:proposalId/status': proposalAt('/status', { PATCH: { status: 'sent' } }),
  '/api/proposals/:proposalId/versions': proposalAt('/versions', { GET: null }),
  '/api/proposals/:proposalId/versions/:version': proposalAt('/versions/1', { GET: null }),
  '/api/proposals/:proposalId/versions/:version/restore': async (owner) => {
    const { path } = await proposalAt('', {})(owner);
    await told(owner.client.patch(path, changes));
    return { path: `${path}/versions/1/restore`, POST: null };
  },
  '/api/proposals/templates/:templateId': async ({ client }) => {
    const wanted = { name: 'Shops', sections: ['about_us', 'pricing'] };
    const { id } = await told(client.post(`${PROPOSALS}/templates`, wanted));
    return { path: `${PROPOSALS}/templates/${id}`, GET: null, PUT: { name: 'Stores' }, DELETE: null };
  },
};
