import { randomUUID } from 'node:crypto';
import { ProjectEnds } from '#domains/ai-video/projects/project-ends';
import { Database } from '#platform/database/database';
import type { EventName } from '#platform/events/catalogue/event-catalogue';
import type { Marketer } from '../../automation/marketer.js';
import type { TestApp } from '../../support/app.js';
import type { Told } from './hook-stage.js';

interface Stage {
  readonly app: () => TestApp;
  readonly marketer: () => Marketer;
  readonly listening: (...events: string[]) => Promise<unknown>;
  readonly told: () => Promise<Partial<Record<EventName, Told[]>>>;
}

export function publishedWorkIsTold({ app, marketer, listening, told }: Stage): void {
  it('is a post that was published, or could not be', async () => {
    await listening('social.*');
    const ids = [randomUUID(), randomUUID()];
    for (const [at, status] of ['published', 'failed'].entries()) {
      await app().sql(
        `insert into social_posts (id, user_id, platform, content, status, scheduled_time)
         values ($1, $2, 'linkedin', 'Hello', 'scheduled', now() + interval '1 hour')`,
        [ids[at], marketer().id],
      );
      await app().sql(
        `update social_posts set status = $2, posted_at = case when $2 = 'published' then now() end where id = $1`,
        [ids[at], status],
      );
    }
    const events = await told();
    expect(events['social.posted']).toMatchObject([{ post_id: ids[0], platform: 'linkedin' }]);
    expect(events['social.failed']).toMatchObject([{ post_id: ids[1], posted_at: null }]);
  });

  it('is a video that is there, or was not made; once, and not one that nobody waits for', async () => {
    await listening('video.*');
    for (const isMade of [true, false]) {
      const of = { ownerId: marketer().id, projectId: randomUUID(), generation: randomUUID() };
      await app().sql(
        `insert into ai_video_projects (id, user_id, goal, platform, status, generation)
         values ($1, $2, 'Bread', 'TikTok', 'generating_video', $3)`,
        [of.projectId, of.ownerId, of.generation],
      );
      const end = (generation: string) => {
        const ends = app().get(ProjectEnds);
        return isMade
          ? ends.completed({ ...of, generation }, 'https://api.test/film')
          : ends.failed({ ...of, generation }, 'It shows a real person.', 'refused');
      };
      for (const generation of [randomUUID(), of.generation, of.generation])
        await app()
          .get(Database)
          .as<unknown>(marketer().id, () => end(generation));
    }
    expect(await told()).toEqual({
      'video.completed': [expect.objectContaining({ goal: 'Bread', video_url: 'https://api.test/film' })],
      'video.failed': [expect.objectContaining({ cause: 'refused', reason: 'It shows a real person.' })],
    });
  });

  it('is a post through its whole life', async () => {
    await listening('social.*');
    const LATER = '2099-12-01T10:00:00Z';
    const wanted = { platform: 'linkedin', content: 'Hello' };
    const { id } = (await marketer().client.post('/api/social/posts', wanted)).body.data;
    const path = `/api/social/posts/${id}`;
    await marketer().client.patch(path, { content: 'Hello again', scheduled_time: LATER });
    await app().sql(`update social_posts set attempts = attempts + 1 where id = $1`, [id]);
    await app().sql(`update social_posts set status = 'unknown', last_error = 'Lost' where id = $1`, [id]);
    await marketer().client.delete(path);
    const events = await told();
    const of = (name: EventName) => events[name]?.map((event) => [event['post_id'], event['status']]);
    expect(of('social.created')).toEqual([[id, 'draft']]);
    expect(of('social.updated')).toEqual([[id, 'scheduled']]);
    expect(of('social.unknown')).toEqual([[id, 'unknown']]);
    expect(of('social.deleted')).toEqual([[id, 'deleted']]);
    expect(events['social.updated']).toMatchObject([
      { content: 'Hello again', scheduled_time: expect.stringContaining('2099-12-01') },
    ]);
    expect(events['social.unknown']).toMatchObject([{ error: 'Lost' }]);
  });
}
