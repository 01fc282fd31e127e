import type { ObjectCases } from './object-case.js';
import { told } from './tenant.js';

/** Files of everything, and receipts. */
export const PRIVACY_CASES: ObjectCases = {
  '/api/privacy/export/:exportId': async ({ client }) => {
    const { id } = await told(client.post('/api/privacy/export', {}));
    return { path: `/api/privacy/export/${id}`, GET: null };
  },
  '/api/privacy/erasures/:erasureId': async ({ client }) => {
    const { id } = await told(client.post('/api/privacy/erase-person', { email: 'gone@people.test' }));
    return { path: `/api/privacy/erasures/${id}`, GET: null };
  },
};
