import { MAPPING, SOURCES } from '../domains/leads/sources.makers.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import { type Tenant, told } from './tenant.js';

const FORMS = '/api/lead-capture/forms';

const formAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ client }: Tenant): Promise<MadeObject> => {
    const { id } = await told(client.post(FORMS, { name: 'Contact' }));
    return { path: `${FORMS}/${id}${rest}`, ...asks };
  };
const sourceAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ client }: Tenant): Promise<MadeObject> => {
    const { id } = await told(client.post(SOURCES, { name: 'CRM', mapping: MAPPING }));
    return { path: `${SOURCES}/${id}${rest}`, ...asks };
  };

/** By what leads come in. */
export const LEAD_CAPTURE_CASES: ObjectCases = {
  '/api/lead-capture/forms/:formId': formAt('', { GET: null, PUT: { name: 'Other' }, DELETE: null }),
  '/api/lead-capture/forms/:formId/embed-code': formAt('/embed-code', { GET: null }),
  '/api/lead-capture/sources/:sourceId': sourceAt('', { GET: null, PUT: { name: 'Other' }, DELETE: null }),
  '/api/lead-capture/sources/:sourceId/rotate-secret': sourceAt('/rotate-secret', { POST: null }),
};
