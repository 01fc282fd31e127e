import { pending, published, type ServiceCase } from './service-case.js';

/** Companies that post on networks. */
export const COMPANY_CASES: readonly ((url: string) => ServiceCase)[] = [
  (url) => ({
    service: 'buffer',
    profileId: 'c1',
    media: [`${url}/a.jpg`, `${url}/b.mp4`],
    before: [],
    publish: {
      method: 'POST',
      path: '/',
      body: {
        query: expect.stringContaining('mutation CreatePost($input: CreatePostInput!)'),
        variables: {
          input: {
            channelId: 'c1',
            text: 'Bread (fresh) #now',
            schedulingType: 'automatic',
            mode: 'shareNow',
            assets: [{ image: { url: `${url}/a.jpg` } }, { video: { url: `${url}/b.mp4` } }],
          },
        },
      },
    },
    taken: { body: { data: { createPost: { post: { id: 'b1' } } } } },
    delivery: pending('b1'),
    refused: { body: { data: { createPost: { message: 'Too dull' } } } },
    status: {
      answers: [{ body: { data: { post: { status: 'sent', externalLink: 'https://x.test/1' } } } }],
      read: published('b1', 'https://x.test/1'),
    },
    metrics: {
      answers: [
        {
          body: {
            data: {
              post: {
                metrics: [
                  { type: 'reactions', value: 6 },
                  { type: 'reposts', value: 2 },
                  { type: 'shares', value: 1 },
                  { type: 'views', value: 40 },
                  { type: 'engagementRate', value: 2.5 },
                ],
              },
            },
          },
        },
      ],
      read: { likes: 6, comments: null, shares: 3, clicks: null, impressions: 40, reach: null },
    },
  }),
  () => ({
    service: 'hootsuite',
    profileId: '5',
    media: [],
    before: [],
    publish: {
      method: 'POST',
      path: '/v1/messages',
      body: { text: 'Bread (fresh) #now', socialProfileIds: ['5'] },
    },
    taken: { body: { data: [{ id: '7', state: 'SCHEDULED' }] } },
    delivery: pending('7'),
    refused: { status: 400, body: { errors: [{ code: 4001, message: 'Too dull' }] } },
    status: {
      answers: [{ path: '/v1/messages/7', body: { data: [{ id: '7', state: 'SEND_FAILED_PERMANENTLY' }] } }],
      read: { state: 'failed', reason: 'the message is SEND_FAILED_PERMANENTLY at Hootsuite' },
    },
  }),
  () => ({
    service: 'sprout-social',
    profileId: '7/3/9',
    media: [],
    before: [],
    publish: {
      method: 'POST',
      path: '/v1/7/publishing/posts',
      body: {
        group_id: 3,
        customer_profile_ids: [9],
        is_draft: true,
        text: 'Bread (fresh) #now',
        delivery: { type: 'SCHEDULED', scheduled_times: [expect.any(String)] },
      },
    },
    taken: { body: { data: [{ publishing_post_id: 'p1' }] } },
    delivery: pending('7/p1'),
    refused: { status: 400, body: { error: 'Too dull' } },
    status: {
      answers: [
        {
          path: '/v1/7/messages',
          body: {
            data: [{ guid: 'LINKEDIN:1', publishing_post_id: 'other' }],
            paging: { next_cursor: 'next' },
          },
        },
        {
          path: '/v1/7/messages',
          body: {
            data: [{ guid: 'LINKEDIN:2', publishing_post_id: 'p1', perma_link: 'https://lnkd.test/2' }],
          },
        },
      ],
      read: published('LINKEDIN:2', 'https://lnkd.test/2'),
    },
    metrics: {
      answers: [
        {
          path: '/v1/7/analytics/posts',
          body: {
            data: [
              { guid: 'LINKEDIN:1', metrics: { 'lifetime.impressions': 1 } },
              { guid: 'LINKEDIN:2', metrics: { 'lifetime.impressions': 70, 'lifetime.reactions': 4 } },
            ],
            paging: { current_page: 1, total_pages: 1 },
          },
        },
      ],
      read: { likes: 4, comments: null, impressions: 70, reach: null },
    },
  }),
];
