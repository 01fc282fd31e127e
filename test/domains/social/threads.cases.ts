import { connect, type NetworkStage } from '../integrations/network-stage.js';
import { LATER, Poster, POSTS } from './poster.js';

const tweeted = (id: string) => ({ path: '/2/tweets', status: 201, body: { data: { id } } });
const THREAD = [{ content: 'Then knead' }, { content: 'Then bake' }];

/** Tests of publishing.test.ts about posts that answer each other. */
export function describeThreads(stageNow: () => NetworkStage): void {
  let stage: NetworkStage;
  let poster: Poster;
  beforeEach(async () => {
    stage = stageNow();
    poster = await Poster.at(stage);
  });
  const texts = () => poster.out.map(({ body }) => body);

  describe('a thread on X', () => {
    beforeEach(() => connect(poster.client, stage.wire, 'twitter'));

    it('goes out post by post, each an answer to the one before', async () => {
      const postId = await poster.post({ thread: THREAD });
      expect((await poster.get(postId)).thread).toEqual(
        THREAD.map((part) => ({ ...part, media_urls: [], status: 'waiting', post_id: null, post_url: null })),
      );
      stage.wire.will(tweeted('1'), tweeted('2'), tweeted('3'));
      await poster.publish(postId);
      await poster.publishDue();
      expect(texts()).toEqual([
        { text: 'Fresh bread' },
        { text: 'Then knead', reply: { in_reply_to_tweet_id: '1' } },
        { text: 'Then bake', reply: { in_reply_to_tweet_id: '2' } },
      ]);
      expect(await poster.get(postId)).toMatchObject({
        status: 'published',
        post_id: '1',
        thread: [
          { status: 'published', post_id: '2', post_url: 'https://x.com/i/web/status/2' },
          { status: 'published', post_id: '3' },
        ],
      });
    });

    it('goes on where it was when one of them was not taken, and says which are out', async () => {
      const postId = await poster.post({ thread: THREAD });
      stage.wire.will(tweeted('1'), { path: '/2/tweets', status: 403, body: { detail: 'Too dull' } });
      await poster.publish(postId);
      await poster.publishDue();
      expect(await poster.get(postId)).toMatchObject({
        status: 'failed',
        last_error: expect.stringContaining('Too dull'),
        post_id: '1',
        thread: [{ status: 'failed' }, { status: 'waiting' }],
      });
      const changed = await poster.client.patch(`${POSTS}/${postId}`, { content: 'Stale bread' });
      expect([changed.status, changed.body.code]).toEqual([409, 'social/post-partly-out']);
      stage.wire.will(tweeted('2'), tweeted('3'));
      await poster.publish(postId);
      await poster.publishDue();
      expect(texts().slice(2)).toEqual([
        { text: 'Then knead', reply: { in_reply_to_tweet_id: '1' } },
        { text: 'Then bake', reply: { in_reply_to_tweet_id: '2' } },
      ]);
      expect(await poster.get(postId)).toMatchObject({ status: 'published', post_id: '1' });
    });

    it('waits for its next where the network has had enough, and nobody knows of one whose answer was lost', async () => {
      const [limited, lost] = [await poster.post({ thread: THREAD }), await poster.post({ thread: THREAD })];
      stage.wire.will(tweeted('1'), {
        path: '/2/tweets',
        status: 429,
        headers: { 'retry-after': '60' },
        body: {},
      });
      await poster.publish(limited);
      await poster.publishDue();
      expect(await poster.get(limited)).toMatchObject({
        status: 'scheduled',
        post_id: '1',
        thread: [{ status: 'waiting' }, { status: 'waiting' }],
      });
      stage.wire.will(tweeted('5'), { path: '/2/tweets', ending: 'reset' });
      await poster.publish(lost);
      await poster.publishDue();
      expect(await poster.get(lost)).toMatchObject({
        status: 'unknown',
        post_id: '5',
        thread: [{ status: 'unknown' }, { status: 'waiting' }],
      });
      await poster.publishDue();
      expect(poster.out).toHaveLength(4);
    });

    it('goes on after its process was ended between two of them, and none goes out twice', async () => {
      const [between, during] = [
        await poster.post({ thread: THREAD }),
        await poster.post({ thread: THREAD }),
      ];
      await poster.sql(
        `update social_posts set status = 'publishing', attempts = 1, scheduled_time = now(), post_id = '1',
           thread_out = '[{"post_id":"2","post_url":null}]', lease_until = now() - interval '1 second',
           armed_at = case when id = $2 then now() end where id in ($1, $2)`,
        [between, during],
      );
      stage.wire.will(tweeted('3'));
      await poster.publishDue();
      expect(texts()).toEqual([{ text: 'Then bake', reply: { in_reply_to_tweet_id: '2' } }]);
      expect(await poster.get(between)).toMatchObject({ status: 'published', post_id: '1' });
      expect(await poster.get(during)).toMatchObject({
        status: 'unknown',
        thread: [{ status: 'published' }, { status: 'unknown' }],
      });
    });

    it('is written by the rules of the network, and changed while it waits', async () => {
      const long = { platform: 'twitter', content: 'Bread', thread: [{ content: 'x'.repeat(281) }] };
      const { status, body } = await poster.client.post(POSTS, long);
      expect([status, body.code, body.errors[0].path]).toEqual([
        422,
        'social/post-too-long',
        'thread.0.content',
      ]);
      const many = { ...long, thread: Array.from({ length: 25 }, () => ({ content: 'x' })) };
      expect((await poster.client.post(POSTS, many)).status).toBe(400);
      expect((await poster.client.post(POSTS, { ...long, thread: [{ text: 'x' }] })).status).toBe(400);
      const postId = await poster.post({ thread: THREAD });
      const path = `${POSTS}/${postId}`;
      expect((await poster.client.patch(path, { content: 'Fresher' })).body.data.thread).toHaveLength(2);
      const shorter = await poster.client.patch(path, { thread: [{ content: 'Then eat' }] });
      expect(shorter.body.data.thread).toMatchObject([{ content: 'Then eat', status: 'waiting' }]);
    });
  });

  describe('a thread elsewhere', () => {
    it('is not scheduled for a network without threads', async () => {
      const wanted = { platform: 'linkedin', content: 'Bread', thread: THREAD, scheduled_time: LATER };
      const { status, body } = await poster.client.post('/api/social/schedule', wanted);
      expect([status, body.code, body.errors[0].path]).toEqual([422, 'social/post-unfit', 'thread']);
    });

    it('is handed over whole to a company that takes it so', async () => {
      await connect(poster.client, stage.wire, 'buffer');
      await poster.sql(`update connection_profiles set network = 'twitter' where user_id = $1`, [poster.id]);
      const postId = await poster.post({ thread: [THREAD[0]] });
      stage.wire.will({ body: { data: { createPost: { post: { id: 'b1' } } } } });
      await poster.publish(postId);
      await poster.publishDue();
      const { variables } = stage.wire.last.body as { variables: { input: object } };
      expect(variables.input).toMatchObject({
        text: 'Fresh bread',
        metadata: { twitter: { thread: [{ text: 'Fresh bread' }, { text: 'Then knead' }] } },
      });
      await poster.asked();
      stage.wire.will({ body: { data: { post: { id: 'b1', status: 'sent' } } } });
      await poster.readBack();
      expect(await poster.get(postId)).toMatchObject({
        status: 'published',
        thread: [{ status: 'published', post_id: null }],
      });
    });
  });
}
