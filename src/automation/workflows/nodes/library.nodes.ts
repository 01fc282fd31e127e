import { Injectable } from '@nestjs/common';
import { ContentService } from '#domains/content/content.service';
import { PostWays } from '#domains/social/publishing/post-ways';
import { NetworkNotConnected } from '#domains/social/social-post.errors';
import { SocialPosts } from '#domains/social/social-post.service';
import { networkNamed } from '#platform/channels/networks';
import { ownerOf, StepWorker } from '../runs/step-worker.js';
import { type Outcome, type Visit, went } from '../runs/visit.js';
import type { KeepContentConfig, PostConfig } from '../steps/deed.shapes.js';
import { after } from '../steps/step-shape.js';
import { provenanceOf, textOf } from './step-texts.js';

/** Keeps posts for social networks, all of the batch together, and says of each when nothing is connected that it could leave by. */
@Injectable()
export class PostNode extends StepWorker {
  readonly type = 'post';

  constructor(
    private readonly posts: SocialPosts,
    private readonly ways: PostWays,
  ) {
    super();
  }

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const config = visits[0].step.config as unknown as PostConfig;
    const { platform, hashtags } = config;
    const drafted = visits.map((visit) => config.content ?? textOf(visit, config.content_from));
    const written = visits.flatMap((visit, at) => {
      const content = drafted[at];
      if (content === undefined) return [];
      const time = config.in && { scheduled_time: after(visit.now, config.in).toISOString() };
      return [{ platform, content, ...(hashtags && { hashtags }), ...time }];
    });
    if (written.length === 0) return visits.map(() => NO_TEXT);
    const posts = await this.posts.createAll(ownerOf(visits), written);
    const missing = await this.missing(ownerOf(visits), platform);
    const kept = posts.map(({ id, status }) => ({ post_id: id, status, ...missing }));
    return visits.map((_, at) => (drafted[at] === undefined ? NO_TEXT : went(kept.shift())));
  }

  /** Which network nothing is connected to, and what to do about it; nothing where something is. */
  private async missing(ownerId: string, platform: string): Promise<object> {
    const { id, name } = networkNamed(platform);
    if ((await this.ways.connected(ownerId)).has(id)) return {};
    return { not_connected: name, message: new NetworkNotConnected(name).message };
  }
}

/** Keeps what an earlier step has written in the content library, as a draft. */
@Injectable()
export class KeepContentNode extends StepWorker {
  readonly type = 'keep_content';

  constructor(private readonly content: ContentService) {
    super();
  }

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    // Each piece is measured, and held against its like in the library: one by one.
    for (const visit of visits) outcomes.push(await this.keep(ownerOf(visits), visit));
    return outcomes;
  }

  private async keep(ownerId: string, visit: Visit): Promise<Outcome> {
    const {
      title: usual,
      title_key,
      text_from,
      content_type,
    } = visit.step.config as unknown as KeepContentConfig;
    const content = textOf(visit, text_from);
    if (content === undefined) return NO_TEXT;
    const given = title_key === undefined ? undefined : visit.execution.input[title_key];
    const title = typeof given === 'string' && given.trim() !== '' ? given.slice(0, 300) : usual;
    const provenance = provenanceOf(visit, text_from);
    const kept = await this.content.create(ownerId, { title, content, content_type, provenance });
    return went({ content_id: kept.id });
  }
}

const NO_TEXT: Outcome = { kind: 'go', skipped: 'The step that was to write it has written nothing.' };
