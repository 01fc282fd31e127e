import { connect, type NetworkStage } from '../integrations/network-stage.js';
import { LATER, Poster, POSTS, TAKEN } from './poster.js';

/** Tests of publishing.test.ts about pictures, what is read back, what is not connected, and companies between. */
export function describeOtherPosts(stageNow: () => NetworkStage): void {
  let stage: NetworkStage;
  let poster: Poster;
  beforeEach(async () => {
    stage = stageNow();
    poster = await Poster.at(stage);
  });

  describe('a post on X', () => {
    beforeEach(() => connect(poster.client, stage.wire, 'twitter'));

    it('is not published when it is more than a day late', async () => {
      const postId = await poster.post();
      await poster.due(postId);
      await poster.sql(`update social_posts set scheduled_time = now() - interval '25 hours' where id = $1`, [
        postId,
      ]);
      await poster.publishDue();
      expect(await poster.get(postId)).toMatchObject({ status: 'failed', error_code: 'social/missed' });
      expect(poster.out).toEqual([]);
    });

    it('says of its pictures that an address inside is not read', async () => {
      const postId = await poster.post({ media_urls: ['http://169.254.169.254/loaf.jpg'] });
      await poster.publish(postId);
      await poster.publishDue();
      expect(await poster.get(postId)).toMatchObject({
        status: 'failed',
        last_error: expect.stringContaining('public internet'),
      });
      expect(poster.out).toEqual([]);
    });

    it('goes out with its pictures', async () => {
      const postId = await poster.post({ media_urls: [`${stage.wire.url}/loaf.jpg`] });
      stage.wire.will(
        { path: '/loaf.jpg', headers: { 'content-type': 'image/jpeg' }, body: 'bytes-of-a-loaf' },
        { path: '/2/media/upload', body: { data: { id: '55' } } },
        TAKEN,
      );
      await poster.publish(postId);
      await poster.publishDue();
      const upload = stage.wire.requests.find(({ path }) => path === '/2/media/upload');
      expect(upload?.body).toContain('bytes-of-a-loaf');
      expect(
        stage.wire.requests.find(({ path }) => path === '/loaf.jpg')?.headers.authorization,
      ).toBeUndefined();
      expect(poster.out[0]?.body).toEqual({ text: 'Fresh bread', media: { media_ids: ['55'] } });
    });

    it('has its reactions read back, and keeps them over a failure', async () => {
      const postId = await poster.post();
      stage.wire.will(TAKEN);
      await poster.publish(postId);
      await poster.publishDue();
      await poster.asked();
      const counted = {
        like_count: 5,
        reply_count: 2,
        retweet_count: 1,
        quote_count: 3,
        impression_count: 800,
      };
      stage.wire.will({ path: '/2/tweets/1789', body: { data: { public_metrics: counted } } });
      await poster.readBack();
      const read = { likes: 5, comments: 2, shares: 4, impressions: 800 };
      expect(await poster.get(postId)).toMatchObject({
        engagement_metrics: read,
        metrics_read_at: expect.any(String),
      });
      await poster.asked();
      stage.wire.will({ status: 404, body: {} });
      await poster.readBack();
      expect((await poster.get(postId)).engagement_metrics).toEqual(read);
      const { body } = await poster.client.get('/api/social/analytics?days=7');
      expect(body.data).toMatchObject({
        analytics: [{ platform: 'twitter', posts_count: 1, total_likes: 5, engagement_rate: 1.38 }],
        summary: { total_posts: 1, platforms: 1 },
      });
    });

    it('is not asked for while its account is to be deleted', async () => {
      const postId = await poster.post();
      stage.wire.will(TAKEN);
      await poster.publish(postId);
      await poster.publishDue();
      await poster.client.post('/api/privacy/deletion', { confirmation: 'DELETE' });
      await poster.asked();
      await poster.readBack();
      const questions = () => stage.wire.requests.filter(({ path }) => path.startsWith('/2/tweets/1789'));
      expect(questions()).toEqual([]);
      await poster.client.delete('/api/privacy/deletion');
      stage.wire.will({ path: '/2/tweets/1789', body: { data: { public_metrics: { like_count: 1 } } } });
      await poster.readBack();
      expect(questions()).toHaveLength(1);
    });

    it('is taken back while it waits, changed, and removed', async () => {
      const postId = await poster.post({ scheduled_time: LATER });
      expect((await poster.client.post(`${POSTS}/${postId}/cancel`)).body.data).toMatchObject({
        status: 'draft',
        scheduled_time: null,
      });
      const changed = await poster.client.patch(`${POSTS}/${postId}`, { content: 'Fresher bread' });
      expect(changed.body.data).toMatchObject({
        content: 'Fresher bread',
        status: 'draft',
        platform: 'twitter',
      });
      expect(
        (await poster.client.patch(`${POSTS}/${postId}`, { scheduled_time: LATER })).body.data.status,
      ).toBe('scheduled');
      expect((await poster.client.delete(`${POSTS}/${postId}`)).status).toBe(200);
      await poster
        .due(postId)
        .then(() => poster.sql(`update social_posts set status = 'deleted' where id = $1`, [postId]));
      expect((await poster.publish(postId)).body.code).toBe('social/post-over');
      expect((await poster.client.patch(`${POSTS}/${postId}`, { content: 'No' })).body.code).toBe(
        'social/post-over',
      );
    });

    it('is another’s to nobody', async () => {
      const postId = await poster.post();
      const { client: other } = await stage.app.newUser();
      for (const answer of [
        await other.get(`${POSTS}/${postId}`),
        await other.patch(`${POSTS}/${postId}`, { content: 'Mine' }),
        await other.delete(`${POSTS}/${postId}`),
        await other.post(`${POSTS}/${postId}/publish`),
        await other.post(`${POSTS}/${postId}/cancel`),
        await other.post('/api/social/schedule', { post_id: postId, scheduled_time: LATER }),
      ])
        expect(answer.status).toBe(404);
      const [{ id: accountId }] = (await poster.client.get('/api/social-connections')).body.connections[0]
        .profiles;
      const theirs = await other.post(POSTS, {
        platform: 'twitter',
        content: 'By your account',
        account_id: accountId,
      });
      expect([theirs.status, theirs.body.code]).toEqual([404, 'social/account-not-found']);
      expect(stage.wire.requests).toEqual([]);
    });
  });

  describe('a post for a network that is not connected', () => {
    it('is not published, and says what to do', async () => {
      const postId = await poster.post();
      const { status, body } = await poster.publish(postId);
      expect([status, body.code]).toEqual([503, 'social/network-not-connected']);
      await poster.due(postId);
      await poster.publishDue();
      expect(await poster.get(postId)).toMatchObject({
        status: 'failed',
        error_code: 'social/network-not-connected',
        last_error: expect.stringContaining('/api/social-auth/authorize'),
      });
    });

    it('is not scheduled when its network would refuse it', async () => {
      const wanted = { platform: 'instagram', content: 'No picture', scheduled_time: LATER };
      const { status, body } = await poster.client.post('/api/social/schedule', wanted);
      expect([status, body.code, body.errors[0].path]).toEqual([422, 'social/post-unfit', 'media_urls']);
      expect((await poster.client.get(POSTS)).body.data).toEqual([]);
      expect((await poster.client.post('/api/social/schedule', { scheduled_time: LATER })).body.code).toBe(
        'social/nothing-to-schedule',
      );
    });
  });

  describe('a post that a company publishes', () => {
    beforeEach(() => connect(poster.client, stage.wire, 'buffer'));

    it('is on its way until the company says that it is out', async () => {
      const postId = await poster.post({ platform: 'linkedin' });
      stage.wire.will({
        body: { data: { createPost: { __typename: 'PostActionSuccess', post: { id: 'b1' } } } },
      });
      await poster.publish(postId);
      await poster.publishDue();
      expect(await poster.get(postId)).toMatchObject({
        status: 'publishing',
        service: 'buffer',
        post_id: null,
      });
      expect((await poster.client.delete(`${POSTS}/${postId}`)).body.code).toBe('social/post-on-its-way');
      await poster.asked();
      stage.wire.will({ body: { data: { post: { id: 'b1', status: 'sending' } } } });
      await poster.readBack();
      expect(await poster.get(postId)).toMatchObject({ status: 'publishing' });
      await poster.asked();
      stage.wire.will({
        body: { data: { post: { id: 'b1', status: 'sent', externalLink: 'https://lnkd.test/1' } } },
      });
      await poster.readBack();
      expect(await poster.get(postId)).toMatchObject({
        status: 'published',
        post_url: 'https://lnkd.test/1',
      });
    });

    it('has failed when the company says so, and nobody knows after a week without a word', async () => {
      const [first, second] = [
        await poster.post({ platform: 'linkedin' }),
        await poster.post({ platform: 'linkedin' }),
      ];
      for (const postId of [first, second]) {
        stage.wire.will({ body: { data: { createPost: { post: { id: postId } } } } });
        await poster.publish(postId);
        await poster.publishDue();
      }
      await poster.sql(`update social_posts set check_at = now() where id = $1`, [first]);
      stage.wire.will({
        body: { data: { post: { id: 'b1', status: 'error', error: { message: 'Too boring' } } } },
      });
      await poster.readBack();
      expect(await poster.get(first)).toMatchObject({ status: 'failed', last_error: 'Too boring' });
      await poster.sql(
        `update social_posts set check_at = now(), armed_at = now() - interval '8 days' where id = $1`,
        [second],
      );
      stage.wire.will({ body: { data: { post: { id: 'b1', status: 'sending' } } } });
      await poster.readBack();
      expect(await poster.get(second)).toMatchObject({ status: 'unknown' });
    });
  });
}
