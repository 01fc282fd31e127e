import { randomUUID } from 'node:crypto';
import { PublishDuePostsHandler } from '#domains/social/publishing/publish-due';
import { ReadPostsBackHandler } from '#domains/social/publishing/read-back';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { NetworkStage } from '../integrations/network-stage.js';

export const POSTS = '/api/social/posts';
export const LATER = '2099-12-01T10:00:00Z';
/** X has taken the post. */
export const TAKEN: ScriptedAnswer = {
  path: '/2/tweets',
  status: 201,
  body: { data: { id: '1789', text: 'Fresh bread' } },
};

/** Somebody who posts. */
export class Poster {
  private constructor(
    readonly stage: NetworkStage,
    readonly id: string,
    readonly client: TestClient,
  ) {}

  static async at(stage: NetworkStage): Promise<Poster> {
    const { id, client } = await stage.app.newUser();
    stage.wire.clear();
    return new Poster(stage, id, client);
  }

  /** Keeps a post, and answers its id. */
  async post(fields: object = {}): Promise<string> {
    const answer = await this.client.post(POSTS, { platform: 'twitter', content: 'Fresh bread', ...fields });
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body.data.id as string;
  }

  /** An active campaign with a post on X for each of the times, and the ids of its posts in their order. */
  async campaign(times: readonly string[], fields: object = {}): Promise<{ id: string; posts: string[] }> {
    const calendar = times.map((publish_date) => ({
      channel: 'twitter',
      content: 'Fresh bread',
      publish_date,
    }));
    const made = await this.client.post('/api/campaigns', {
      name: `Bread ${this.id}`,
      type: 'social',
      channels: ['twitter'],
      content: { calendar },
      ...fields,
    });
    const id = made.body.data.id as string;
    return { id, posts: await this.launch(id) };
  }

  /** Launches a campaign, and answers the ids of its posts. */
  async launch(campaignId: string): Promise<string[]> {
    const answer = await this.client.post(`/api/campaigns/${campaignId}/launch`);
    if (answer.status !== 200) throw new Error(answer.text);
    const posts = answer.body.data.execution_results.social.posts as { post_id: string }[];
    return posts.map(({ post_id }) => post_id);
  }

  async get(postId: string) {
    return (await this.client.get(`${POSTS}/${postId}`)).body.data;
  }

  publish(postId: string, body?: object) {
    return this.client.post(`${POSTS}/${postId}/publish`, body);
  }

  /** Its time has come. */
  async due(postId: string): Promise<void> {
    await this.sql(`update social_posts set status = 'scheduled', scheduled_time = now() where id = $1`, [
      postId,
    ]);
  }

  /** It is to be asked for what became of all posts. */
  async asked(): Promise<void> {
    await this.sql(`update social_posts set check_at = now() where user_id = $1 and check_at is not null`, [
      this.id,
    ]);
  }

  sql(text: string, values: unknown[] = []) {
    return this.stage.app.sql(text, values);
  }

  /** What a worker does when posts are due. */
  publishDue({ app = this.stage.app, signal }: { app?: TestApp; signal?: AbortSignal } = {}): Promise<void> {
    return app.get(PublishDuePostsHandler).handle({ askedBy: 'clock' }, runOf(signal));
  }

  readBack(): Promise<void> {
    return this.stage.app.get(ReadPostsBackHandler).handle({ askedBy: 'clock' }, runOf());
  }

  /** The requests to publish that X has seen. */
  get out() {
    return this.stage.wire.requests.filter(({ method, path }) => method === 'POST' && path === '/2/tweets');
  }
}

function runOf(signal = new AbortController().signal) {
  return { id: randomUUID(), attempt: 1, signal };
}
