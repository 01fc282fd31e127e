import { contentOf, LATER } from '../domains/content/content.makers.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import { type Tenant, told } from './tenant.js';

const itemAt =
  (rest: string, asks: Omit<MadeObject, 'path'>, state: 'draft' | 'approved' = 'draft') =>
  async ({ client }: Tenant): Promise<MadeObject> => {
    const { create, approved } = contentOf(() => client);
    return { path: `/api/content/${await (state === 'draft' ? create() : approved())}${rest}`, ...asks };
  };

/** What is written, and when it appears. */
export const CONTENT_CASES: ObjectCases = {
  '/api/content/:contentId': itemAt('', { GET: null, PUT: { title: 'Other' }, DELETE: null }),
  '/api/content/:contentId/copy': itemAt('/copy', { POST: null }),
  '/api/content/:contentId/measures': itemAt('/measures', { GET: null }),
  '/api/content/:contentId/schedule': itemAt('/schedule', { POST: { scheduled_for: LATER } }, 'approved'),
  '/api/content/:contentId/similar': itemAt('/similar', { GET: null }),
  '/api/content/:contentId/status': itemAt('/status', { PATCH: { status: 'review' } }),
  '/api/content/:contentId/versions': itemAt('/versions', { GET: null }),
  '/api/content/:contentId/versions/:version': itemAt('/versions/1', { GET: null }),
  '/api/content/:contentId/versions/:version/restore': async (owner) => {
    const { path } = await itemAt('', {})(owner);
    await told(owner.client.put(path, { title: 'Other' }));
    return { path: `${path}/versions/1/restore`, POST: null };
  },
  '/api/content/calendar/:entryId': async ({ client }) => {
    const wanted = { title: 'Peas', content_type: 'social', scheduled_date: LATER };
    const { id } = await told(client.post('/api/content/calendar', wanted));
    return {
      path: `/api/content/calendar/${id}`,
      PATCH: { scheduled_date: '2999-02-01T08:00:00Z' },
      DELETE: null,
    };
  },
};
