import { COMPANY_CASES } from './companies.cases.js';
import { pending, published, type ServiceCase } from './service-case.js';

/** Networks that are posted to without anybody between. */
const NETWORK_CASES: readonly ((url: string) => ServiceCase)[] = [
  (url) => ({
    service: 'facebook',
    profileId: 'p1',
    media: [`${url}/a.jpg`],
    before: [
      { path: '/p1?fields=access_token', body: { access_token: 'page-token' } },
      { path: '/p1/photos', body: { id: '11' } },
    ],
    publish: {
      method: 'POST',
      path: '/p1/feed',
      body: 'message=Bread+%28fresh%29+%23now&attached_media%5B0%5D=%7B%22media_fbid%22%3A%2211%22%7D',
    },
    taken: { body: { id: 'p1_9' } },
    delivery: published('p1_9', 'https://www.facebook.com/p1_9'),
    refused: { status: 400, body: { error: { code: 100, message: 'Too dull', type: 'OAuthException' } } },
    metrics: {
      answers: [
        { path: 'access_token', body: { access_token: 'page-token' } },
        {
          path: '/p1_9',
          body: { reactions: { summary: { total_count: 4 } }, comments: { summary: { total_count: 2 } } },
        },
      ],
      read: { likes: 4, comments: 2, shares: 0, impressions: null },
    },
  }),
  (url) => ({
    service: 'instagram',
    profileId: 'i1',
    media: [`${url}/a.jpg`],
    before: [
      { path: '/i1/media', body: { id: 'c1' } },
      { path: '/c1', body: { status_code: 'IN_PROGRESS' } },
      { path: '/c1', body: { status_code: 'FINISHED' } },
    ],
    publish: { method: 'POST', path: '/i1/media_publish', body: 'creation_id=c1' },
    taken: { body: { id: 'm1' } },
    after: [{ path: '/m1', body: { permalink: 'https://instagram.test/p/1' } }],
    delivery: published('m1', 'https://instagram.test/p/1'),
    refused: { status: 400, body: { error: { code: 9007, error_user_msg: 'Too dull', message: 'x' } } },
    metrics: {
      answers: [{ path: '/m1', body: { like_count: 8, comments_count: 1 } }],
      read: { likes: 8, comments: 1 },
    },
  }),
  (url) => ({
    service: 'linkedin',
    profileId: 'urn:li:person:1',
    media: [`${url}/a.jpg`],
    before: [
      { path: '/a.jpg', headers: { 'content-type': 'image/jpeg' }, body: 'a-loaf' },
      { path: 'initializeUpload', body: { value: { uploadUrl: `${url}/upload`, image: 'urn:li:image:1' } } },
      { path: '/upload', status: 201, body: '' },
    ],
    publish: {
      method: 'POST',
      path: '/rest/posts',
      body: expect.objectContaining({
        author: 'urn:li:person:1',
        commentary: String.raw`Bread \(fresh\) #now`,
        content: { media: { id: 'urn:li:image:1' } },
        lifecycleState: 'PUBLISHED',
      }),
    },
    taken: { status: 201, headers: { 'x-restli-id': 'urn:li:share:9' }, body: '' },
    delivery: published('urn:li:share:9', 'https://www.linkedin.com/feed/update/urn:li:share:9'),
    refused: { status: 422, body: { message: 'Too dull', status: 422 } },
    metrics: {
      answers: [
        {
          path: '/rest/socialActions/urn%3Ali%3Ashare%3A9',
          body: { likesSummary: { totalLikes: 3 }, commentsSummary: { aggregatedTotalComments: 1 } },
        },
      ],
      read: { likes: 3, comments: 1, shares: null },
    },
  }),
  (url) => ({
    service: 'tiktok',
    profileId: 'o1',
    media: [`${url}/b.mp4`],
    before: [
      {
        path: 'creator_info',
        body: { data: { privacy_level_options: ['SELF_ONLY', 'PUBLIC_TO_EVERYONE'] }, error: { code: 'ok' } },
      },
    ],
    publish: {
      method: 'POST',
      path: '/v2/post/publish/video/init/',
      body: {
        post_info: { title: 'Bread (fresh) #now', privacy_level: 'PUBLIC_TO_EVERYONE' },
        source_info: { source: 'PULL_FROM_URL', video_url: `${url}/b.mp4` },
      },
    },
    taken: { body: { data: { publish_id: 'v_1' }, error: { code: 'ok' } } },
    delivery: pending('v_1'),
    refused: { status: 403, body: { error: { code: 'url_ownership_unverified', message: 'Too dull' } } },
    status: {
      answers: [
        {
          path: 'status/fetch',
          body: {
            data: { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: ['77'] },
            error: { code: 'ok' },
          },
        },
      ],
      read: published('77', null),
    },
    metrics: {
      answers: [
        {
          path: '/v2/video/query',
          body: {
            data: { videos: [{ like_count: 1, share_count: 2, view_count: 90 }] },
            error: { code: 'ok' },
          },
        },
      ],
      read: { likes: 1, comments: null, shares: 2, impressions: 90 },
    },
  }),
  () => ({
    service: 'twitter',
    profileId: 'u1',
    media: [],
    before: [],
    publish: { method: 'POST', path: '/2/tweets', body: { text: 'Bread (fresh) #now' } },
    taken: { status: 201, body: { data: { id: '9' } } },
    delivery: published('9', 'https://x.com/i/web/status/9'),
    refused: { status: 403, body: { title: 'Forbidden', detail: 'Too dull' } },
  }),
];

/** Every service that publishes. */
export const serviceCases = (url: string): ServiceCase[] =>
  [...NETWORK_CASES, ...COMPANY_CASES].map((made) => made(url));
