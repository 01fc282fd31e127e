import { randomUUID } from 'node:crypto';
import type { TestApp } from '../support/app.js';
import type { Marketer } from './marketer.js';

/** Campaigns whose calendar plans posts and texts. */
export function describeCalendars(
  at: () => { app: TestApp; marketer: Marketer },
  tick: () => Promise<void>,
): void {
  const get = async (id: string) => (await at().marketer.client.get(`/api/campaigns/${id}`)).body.data;

  describe('a campaign with a calendar', () => {
    const calendar = [
      {
        channel: 'linkedin',
        content: 'Spring is near',
        publish_date: '2035-03-01T09:00:00Z',
        hashtags: ['Spring'],
      },
      { channel: 'social', platform: 'Facebook', title: 'Today', publish_date: '2020-01-01T09:00:00Z' },
      { channel: 'twitter', content: 'x'.repeat(400), publish_date: '2035-03-01T09:00:00Z' },
      { type: 'blog', title: 'Ten ideas', content: 'Sow early.', publish_date: '2035-03-02T08:00:00Z' },
      { type: 'article', title: 'At once', content: 'Now.' },
      { type: 'blog', title: 'Without words' },
      { channel: 'tiktok', content: 'Dance' },
    ];
    const make = (channels: string[], fields: object = {}) =>
      at().marketer.makeCampaign({ channels, type: 'multi_channel', content: { calendar }, ...fields });

    it('schedules its posts, and puts its texts into the library and the calendar of content', async () => {
      const id = await make(['social', 'blog', 'youtube']);
      const { status, body } = await at().marketer.launch(id);
      expect(status).toBe(200);
      const { email, social, content, other } = body.data.execution_results;
      expect(email).toBeNull();
      expect(other).toEqual({ youtube: { success: false, message: 'Channel not automated' } });
      expect(social).toMatchObject({
        success: true,
        message: '1 social posts scheduled',
        scheduled_count: 1,
        posts: [
          {
            platform: 'linkedin',
            scheduled_time: '2035-03-01T09:00:00.000Z',
            success: true,
            method: 'scheduler',
            message: expect.stringContaining('LinkedIn is not connected'),
          },
          {
            platform: 'facebook',
            success: false,
            method: 'agent',
            message: expect.stringContaining('is not connected'),
          },
          {
            platform: 'twitter',
            post_id: null,
            success: false,
            message: expect.stringContaining('longer than'),
          },
        ],
      });
      expect(social.posts[0].job_id).toBe(`social_post_${social.posts[0].post_id}`);
      const planned = await at().marketer.client.get(`/api/schedules?campaign_id=${id}`);
      expect(planned.body.data).toMatchObject([{ id: social.posts[0].job_id, status: 'scheduled' }]);
      expect(content).toMatchObject({
        success: true,
        scheduled_count: 2,
        content: [
          { title: 'Ten ideas', scheduled_date: '2035-03-02T08:00:00Z', method: 'scheduler' },
          { title: 'At once', scheduled_date: null, method: 'immediate' },
        ],
      });
      expect(body.data).toMatchObject({
        summary: '1 social posts scheduled. 2 content pieces scheduled',
        campaign_status: 'active',
      });
      const posts = (await at().marketer.client.get('/api/social/posts')).body.data;
      expect(
        posts
          .map((post: { status: string; campaign_id: string }) => [post.status, post.campaign_id])
          .toSorted(),
      ).toEqual([
        ['draft', id],
        ['scheduled', id],
      ]);
      const shown = await at().marketer.client.get('/api/content/calendar?from=2035-03-01&to=2035-03-10');
      expect(shown.body.data).toMatchObject([{ title: 'Ten ideas', status: 'scheduled', kind: 'piece' }]);
      const library = await at().marketer.client.get(`/api/content/library?campaign_id=${id}`);
      expect(library.body.data.map(({ status: stands }: { status: string }) => stands).toSorted()).toEqual([
        'published',
        'scheduled',
      ]);
      await at().marketer.step(id, 'stop');
    });

    it('keeps as a draft what its network would not take, and says why', async () => {
      const item = { channel: 'instagram', content: 'No picture', publish_date: '2035-03-01T09:00:00Z' };
      const id = await make(['instagram', 'linkedin'], {
        content: { calendar: [item, { ...item, channel: 'linkedin' }] },
      });
      const { social } = (await at().marketer.launch(id)).body.data.execution_results;
      expect(social.posts).toMatchObject([
        {
          post_id: expect.any(String),
          platform: 'instagram',
          scheduled_time: null,
          success: false,
          message: expect.stringContaining('needs a picture or video'),
        },
        { platform: 'linkedin', success: true },
      ]);
      const posts = (await at().marketer.client.get('/api/social/posts?platform=instagram')).body.data;
      expect(posts).toMatchObject([{ id: social.posts[0].post_id, status: 'draft', scheduled_time: null }]);
      await at().marketer.step(id, 'stop');
    });

    it('pauses, goes on and stops with all of it, counted', async () => {
      await at().marketer.makeLead();
      const email = { subject_line: 'Hi', body: '<p>Hi</p>' };
      const id = await make(['email', 'linkedin', 'content'], {
        content: { calendar, email },
        settings: { quiet_hours: { start: '00:00', end: '23:59' } },
      });
      await at().marketer.launch(id);
      await at().app.drainJobs();
      const states = async () => {
        const posts = await at().app.sql<{ status: string }>(
          `select status from social_posts where campaign_id = $1`,
          [id],
        );
        const texts = await at().app.sql<{ status: string }>(
          `select status from content_pieces where campaign_id = $1 order by id`,
          [id],
        );
        return [...posts, ...texts].map(({ status }) => status);
      };
      expect(await states()).toEqual(['scheduled', 'scheduled', 'published']);
      expect((await at().marketer.step(id, 'pause')).body.data.jobs_paused).toBe(3);
      expect(await states()).toEqual(['draft', 'approved', 'published']);
      const schedule = async () =>
        (await at().marketer.client.get(`/api/schedules?campaign_id=${id}`)).body.data[0];
      expect(await schedule()).toMatchObject({ status: 'paused' });
      // Its time passes while it waits: it goes out when it goes on.
      await at().app.sql(
        `update social_posts set scheduled_time = now() - interval '3 days' where campaign_id = $1 and paused`,
        [id],
      );
      expect((await at().marketer.step(id, 'resume')).body.data.jobs_resumed).toBe(3);
      expect(Date.now() - Date.parse((await schedule()).next_run_time)).toBeLessThan(60_000);
      expect(await states()).toEqual(['scheduled', 'scheduled', 'published']);
      await at().marketer.step(id, 'pause');
      expect((await at().marketer.step(id, 'stop')).body.data.jobs_cancelled).toBe(3);
      expect(await states()).toEqual(['draft', 'approved', 'published']);
      expect((await at().marketer.report(id)).state).toBe('stopped');
      const [post] = await at().app.sql<{ scheduled_time: string | null }>(
        'select scheduled_time from social_posts where campaign_id = $1',
        [id],
      );
      expect(post?.scheduled_time).toBeNull();
      expect(await schedule()).toMatchObject({ status: 'cancelled' });
    });

    it('is cancelled before it is deleted, and what it wrote is kept', async () => {
      const id = await make(['linkedin', 'blog']);
      await at().marketer.launch(id);
      expect((await at().marketer.client.delete(`/api/campaigns/${id}`)).status).toBe(200);
      const posts = (await at().marketer.client.get('/api/social/posts')).body.data;
      expect(posts).toMatchObject([{ status: 'draft', scheduled_time: null, campaign_id: null }]);
      const shown = await at().marketer.client.get('/api/content/calendar?from=2035-03-01&to=2035-03-10');
      expect(shown.body.data).toEqual([]);
    });

    it('lets posts that are to go out at once go where their network is connected', async () => {
      const { app, marketer } = at();
      const id = await make(['facebook']);
      const connection = randomUUID();
      await app.sql(
        `insert into integration_connections (id, user_id, service_name, connection_status)
         values ($1, $2, 'facebook', 'connected')`,
        [connection, marketer.id],
      );
      await app.sql(
        `insert into connection_profiles (id, user_id, connection_id, network, profile_id, name)
         values ($1, $2, $3, 'facebook', '1', 'Dough & Co.')`,
        [randomUUID(), marketer.id, connection],
      );
      const { body } = await marketer.launch(id);
      const [post] = body.data.execution_results.social.posts;
      expect(post).toEqual({
        post_id: expect.any(String),
        job_id: `social_post_${post.post_id}`,
        platform: 'facebook',
        scheduled_time: expect.any(String),
        success: true,
        method: 'scheduler',
      });
      expect(Date.parse(post.scheduled_time) - Date.now()).toBeLessThan(60_000);
      const [kept] = (await marketer.client.get('/api/social/posts')).body.data;
      expect(kept).toMatchObject({ id: post.post_id, status: 'scheduled', content: 'Today' });
      await app.sql('delete from integration_connections where id = $1', [connection]);
    });

    it('is over when its last post and text have appeared', async () => {
      const id = await make(['content']);
      await at().marketer.launch(id);
      await at().app.sql(`update campaigns set settle_at = now() where id = $1`, [id]);
      await tick();
      expect((await get(id)).status).toBe('active');
      await at().app.sql(`update content_pieces set status = 'published' where campaign_id = $1`, [id]);
      await at().app.sql(`update campaigns set settle_at = now() where id = $1`, [id]);
      await tick();
      expect((await get(id)).status).toBe('completed');
    });

    it.each([
      [['social'], { calendar: [] }, 'no posts'],
      [['blog'], {}, 'no texts'],
      [['linkedin'], { calendar: [{ channel: 'linkedin', content: 'Now' }] }, 'is not connected'],
      [['tiktok', 'paid_ads'], { calendar }, 'Channel not automated'],
    ])('over %j with %j is not launched, and is told why', async (channels, content, why) => {
      const id = await at().marketer.makeCampaign({ channels, content });
      const { status, body } = await at().marketer.launch(id);
      expect([status, body.code]).toEqual([422, 'campaigns/no-channel-accepted']);
      expect(body.error).toContain(why);
      expect((await get(id)).status).toBe('draft');
      expect((await at().marketer.client.get('/api/social/posts')).body.data).toEqual([]);
    });
  });
}
