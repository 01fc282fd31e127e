import { asked, type NamingCases, sent } from './naming-sweep.js';
import type { WorkThings } from './work-things.js';

const LATER = '2099-12-01T10:00:00Z';
const TWEET = { platform: 'twitter', content: 'Fresh bread' };

const WORDS: NamingCases<WorkThings> = {
  'PUT /api/brand logo_id': sent('PUT', '/api/brand', ({ logo }) => ({ logo_id: logo })),
  'POST /api/brand/update logo_id': sent('POST', '/api/brand/update', ({ logo }) => ({ logo_id: logo })),
  'GET /api/brand/terminology brandId': asked('/api/brand/terminology', ({ user }) => ({ brandId: user })),
  ...Object.fromEntries(
    ['check', 'voice-analysis', 'enhance'].map((part) => [
      `POST /api/brand/${part} brandId`,
      sent('POST', `/api/brand/${part}`, ({ user }) => ({ content: 'Fresh bread.', brandId: user })),
    ]),
  ),
  'POST /api/brand/alternatives brandId': sent('POST', '/api/brand/alternatives', ({ user }) => ({
    text: 'Fresh bread.',
    brandId: user,
  })),
  'GET /api/content/library campaign_id': asked('/api/content/library', ({ mailing }) => ({
    campaign_id: mailing,
  })),
  ...Object.fromEntries(
    ['/api/content', '/api/content/create'].map((path) => [
      `POST ${path} campaign_id`,
      sent('POST', path, ({ mailing }) => ({ title: 'Peas', content_type: 'blog', campaign_id: mailing })),
    ]),
  ),
  'PUT /api/content/{contentId} campaign_id': ({ campaign }, { content }) => [
    'PUT',
    `/api/content/${content}`,
    { campaign_id: campaign },
  ],
  'POST /api/knowledge/buckets campaign_id': sent('POST', '/api/knowledge/buckets', ({ campaign }) => ({
    name: 'Another',
    bucket_type: 'campaign',
    campaign_id: campaign,
  })),
  'GET /api/knowledge/buckets campaign_id': asked('/api/knowledge/buckets', ({ mailing }) => ({
    campaign_id: mailing,
  })),
  'POST /api/knowledge/documents bucket_id': sent('POST', '/api/knowledge/documents', ({ bucket }) => ({
    bucket_id: bucket,
    title: 'Hours',
    content: 'From nine to five.',
  })),
  'GET /api/knowledge/documents bucket_id': asked('/api/knowledge/documents', ({ bucket }) => ({
    bucket_id: bucket,
  })),
  'POST /api/knowledge/search bucket_ids': sent('POST', '/api/knowledge/search', ({ bucket }) => ({
    query: 'spades',
    bucket_ids: [bucket],
  })),
  'POST /api/knowledge/search campaign_id': sent('POST', '/api/knowledge/search', ({ mailing }) => ({
    query: 'spades',
    campaign_id: mailing,
  })),
  'POST /api/knowledge/processor campaign_id': sent('POST', '/api/knowledge/processor', ({ campaign }) => ({
    action: 'create_bucket',
    name: 'Another',
    bucket_type: 'campaign',
    campaign_id: campaign,
  })),
  'POST /api/knowledge/processor bucket_id': sent('POST', '/api/knowledge/processor', ({ bucket }) => ({
    action: 'get_documents',
    bucket_id: bucket,
  })),
  'POST /api/knowledge/processor document_id': sent('POST', '/api/knowledge/processor', ({ document }) => ({
    action: 'delete_document',
    document_id: document,
  })),
};

const posts = (path: string, more: object): NamingCases<WorkThings> => ({
  [`POST ${path} campaign_id`]: sent('POST', path, ({ mailing }) => ({
    ...TWEET,
    ...more,
    campaign_id: mailing,
  })),
  [`POST ${path} account_id`]: sent('POST', path, ({ account }) => ({
    ...TWEET,
    ...more,
    account_id: account,
  })),
});
const BULK = '/api/social/posts/bulk';

const SOCIAL: NamingCases<WorkThings> = {
  ...posts('/api/social/posts', {}),
  ...posts('/api/social/schedule', { scheduled_time: LATER }),
  'POST /api/social/schedule post_id': sent('POST', '/api/social/schedule', ({ post }) => ({
    post_id: post,
    scheduled_time: LATER,
  })),
  'PATCH /api/social/posts/{postId} campaign_id': ({ mailing }, { post }) => [
    'PATCH',
    `/api/social/posts/${post}`,
    { campaign_id: mailing },
  ],
  'PATCH /api/social/posts/{postId} account_id': ({ account }, { post }) => [
    'PATCH',
    `/api/social/posts/${post}`,
    { account_id: account },
  ],
  'POST /api/social/posts/{postId}/queue account_id': ({ account }, { post }) => [
    'POST',
    `/api/social/posts/${post}/queue`,
    { account_id: account },
  ],
  [`POST ${BULK} campaign_id`]: sent('POST', BULK, ({ mailing }) => ({
    posts: [{ ...TWEET, campaign_id: mailing }],
  })),
  [`POST ${BULK} account_id`]: sent('POST', BULK, ({ account }) => ({
    posts: [{ ...TWEET, account_id: account }],
  })),
};

const VIDEOS: NamingCases<WorkThings> = {
  'POST /ai-video/generate-images project_id': sent('POST', '/ai-video/generate-images', ({ project }) => ({
    project_id: project,
    scene_descriptions: ['Bread'],
  })),
  ...Object.fromEntries(
    ['generate-video', 'generate'].map((part) => [
      `POST /ai-video/${part} project_id`,
      sent('POST', `/ai-video/${part}`, ({ project }) => ({ project_id: project, final_prompt: 'Bread' })),
    ]),
  ),
  'POST /ai-video/extend project_id': sent('POST', '/ai-video/extend', ({ project }) => ({
    project_id: project,
    prompt: 'More bread',
  })),
  'POST /ai-video/save project_id': ({ project }) => ['POST', `/ai-video/save?project_id=${project}`],
  ...Object.fromEntries(
    ['autopilot', 'autopilot-generate'].flatMap((part) => {
      const path = `/ai-video/${part}`;
      const wanted = { goal: 'Bread' };
      return [
        [
          `POST ${path} user_id`,
          sent('POST', path, ({ user }, { mailing }) => ({ ...wanted, user_id: user, campaign_id: mailing })),
        ],
        [
          `POST ${path} campaign_id`,
          sent('POST', path, ({ mailing }, { user }) => ({ ...wanted, user_id: user, campaign_id: mailing })),
        ],
      ];
    }),
  ),
};

/** Of what is written and shown, by method, path and field. */
export const WORD_NAMING_CASES: NamingCases<WorkThings> = { ...WORDS, ...SOCIAL, ...VIDEOS };
