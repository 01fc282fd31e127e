import type { MadeObject, ObjectCases } from './object-case.js';
import { type Tenant, told } from './tenant.js';

const projectAt =
  (path: string, asks: Omit<MadeObject, 'path'>, rest = '') =>
  async ({ app, id }: Tenant): Promise<MadeObject> => {
    const [project] = await app.sql<{ id: string }>(
      `insert into ai_video_projects (user_id, goal, platform, status, generation)
       values ($1, 'Bread', 'TikTok', $2, gen_random_uuid()) returning id`,
      [id, path === 'cancel' ? 'generating_video' : 'planning'],
    );
    return { path: `/ai-video/${path}/${project?.id}${rest}`, ...asks };
  };
const keyAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ client }: Tenant): Promise<MadeObject> => {
    const key = await told(client.post('/api/user/api-keys', { name: 'CI', scopes: ['leads:read'] }));
    return { path: `/api/user/api-keys/${key.id}${rest}`, ...asks };
  };

const PLAN = {
  scenes: [{ visual: 'Bread', text_overlay: null, duration: 8, audio_cue: null }],
  final_cta: 'Come by!',
};

/** Videos made by models, and keys of machines. */
export const VIDEO_CASES: ObjectCases = {
  '/ai-video/status/:projectId': projectAt('status', { GET: null }),
  '/ai-video/projects/:projectId': projectAt('projects', { GET: null, DELETE: null }),
  '/ai-video/projects/:projectId/plan': projectAt('projects', { PUT: PLAN }, '/plan'),
  '/ai-video/cancel/:projectId': projectAt('cancel', { POST: null }),
  '/api/user/api-keys/:keyId': keyAt('', { DELETE: null }),
  '/api/user/api-keys/:keyId/rotate': keyAt('/rotate', { POST: null }),
};
