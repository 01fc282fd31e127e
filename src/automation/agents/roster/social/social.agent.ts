import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { analyticsOf, totalsOf } from '#domains/social/post-analytics';
import { checkPost } from '#domains/social/post-check';
import type { SocialPost } from '#domains/social/social-post.answers.dto';
import { PostDispatch } from '#domains/social/publishing/post-dispatch.service';
import { refusePast, SocialPosts } from '#domains/social/social-post.service';
import { ProviderStatusService } from '#platform/ai/status/provider-status.service';
import { networkNamed } from '#platform/channels/networks';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import type { AgentRun } from '../../runs/agent-run.js';
import type { PostCopy } from '../content/copy.forms.js';
import { predictPost } from './post-prediction.js';
import { asWritten, optimizationsOf, PostWriter } from './post-writer.js';
import { habitsOf, recommendationsFor } from './posting-advice.js';
import { Replier } from './replier.js';
import * as forms from './social.forms.js';

const DAY_MS = 86_400_000;

/** Where a post belongs and when it goes out. */
interface Placing {
  readonly scheduled_time?: string | undefined;
  readonly campaign_id?: string | undefined;
  readonly media_urls?: string[];
}

/** Writes posts, plans them, and tells how they do. */
@Injectable()
export class SocialAgent extends BaseAgent {
  readonly id = 'social';
  override readonly aliases = [
    'social_media_manager',
    'social_media',
    'social_media_agent',
    'enhanced_social_media',
  ];
  readonly name = 'Social Media Agent';
  readonly does =
    'Writes posts that fit their networks, schedules them, drafts replies, counts what posts reach.';

  override readonly taskAliases = { create_social_post: 'create_post' };

  readonly tasks = {
    create_post: defineTask({
      does: 'Makes a draft, or a scheduled post, from a text or a topic.',
      risk: 'draft',
      input: forms.CreateInput,
      output: forms.CreateOutput,
      work: (run, input) => this.create(run, input),
    }),
    create_ai_powered_post: defineTask({
      does: 'Has a post written and kept, with what would make it better and an estimate of how it will do.',
      risk: 'draft',
      input: forms.PoweredInput,
      output: forms.PoweredOutput,
      work: (run, input) => this.createPowered(run, input),
    }),
    bulk_content_generation: defineTask({
      does: 'Writes several posts about one topic for several networks; none is kept.',
      risk: 'read',
      input: forms.BulkInput,
      output: forms.BulkOutput,
      work: (run, input) => this.writer.bulk(run, input),
    }),
    schedule_post: defineTask({
      does: 'Gives one post its time.',
      risk: 'change',
      input: forms.ScheduleInput,
      output: forms.ScheduleOutput,
      work: async (run, input) => {
        const [post] = await this.schedule(run, [input]);
        return toOutput(post as SocialPost);
      },
    }),
    bulk_schedule_posts: defineTask({
      does: 'Gives up to 50 posts their times: all of them, or none.',
      risk: 'change',
      input: forms.BulkScheduleInput,
      output: forms.BulkScheduleOutput,
      work: async (run, { posts }) => {
        const scheduled = await this.schedule(run, posts);
        return { scheduled_count: scheduled.length, posts: scheduled.map(toOutput) };
      },
    }),
    get_posts: defineTask({
      does: 'Lists posts, newest first.',
      risk: 'read',
      input: forms.PostsInput,
      output: forms.PostsOutput,
      work: async (run, { platform, status, limit }) => {
        const only = { ...(platform && { platform }), ...(status && { status }) };
        const { items } = await this.posts.list(run.userId, { limit, ...only });
        return { posts: items.map(toOutput), count: items.length };
      },
    }),
    publish_post: defineTask({
      does: 'Sends a post to its network; refused while the network is not connected.',
      risk: 'outside',
      input: forms.PublishInput,
      output: forms.PublishOutput,
      work: async (run, { post_id }) => toOutput(await this.dispatch.publish(run.userId, post_id)),
    }),
    respond_to_engagement: defineTask({
      does: 'Drafts a reply to a comment or message; nothing is sent.',
      risk: 'read',
      input: forms.RespondInput,
      output: forms.RespondOutput,
      work: (run, input) => this.replier.reply(run, input),
    }),
    get_analytics: defineTask({
      does: 'Counts what published posts have reached, network by network.',
      risk: 'read',
      input: forms.AnalyticsInput,
      output: forms.AnalyticsOutput,
      work: (run, { days }) => this.analyse(run, days),
    }),
    get_recommendations: defineTask({
      does: 'Says what to do differently, from how you post.',
      risk: 'read',
      input: forms.RecommendationsInput,
      output: forms.RecommendationsOutput,
      work: async (run) => {
        const habits = await this.posts.habits(run.userId);
        const { available_providers } = await this.providers.all(run.userId);
        return { recommendations: recommendationsFor(habits, available_providers.length, new Date()) };
      },
    }),
    validate_post: defineTask({
      does: 'Holds a post against the rules of its network.',
      risk: 'read',
      input: forms.ValidateInput,
      output: forms.ValidateOutput,
      work: async (_, { platform, ...post }) => checkPost(post, networkNamed(platform)),
    }),
  };

  constructor(
    private readonly posts: SocialPosts,
    private readonly campaigns: CampaignService,
    private readonly providers: ProviderStatusService,
    private readonly writer: PostWriter,
    private readonly replier: Replier,
    private readonly dispatch: PostDispatch,
  ) {
    super();
  }

  private async create(
    run: AgentRun,
    input: z.output<typeof forms.CreateInput>,
  ): Promise<z.input<typeof forms.CreateOutput>> {
    const { platform, content, topic, use_ai, brand_voice: tone, hashtags } = input;
    await this.refuseMisplaced(run, input);
    if (content !== undefined && !use_ai) {
      const post = await this.keep(run, asWritten(content, hashtags, platform), input);
      return { ...toOutput(post), ai: false, provenance: run.provenance() };
    }
    const order = { platform, content, topic, tone, audience: 'general', keywords: hashtags };
    const { value, ai, voice } = await this.writer.write(run, order);
    const post = await this.keep(run, value, input);
    return { ...toOutput(post), ai, provenance: run.provenance({ brandVersion: voice.version }) };
  }

  private async createPowered(
    run: AgentRun,
    input: z.output<typeof forms.PoweredInput>,
  ): Promise<z.input<typeof forms.PoweredOutput>> {
    const { platform, content, topic, tone, target_audience: audience, brand_keywords: keywords } = input;
    await this.refuseMisplaced(run, input);
    const order = { platform, content, topic, tone, audience, keywords, provider: input.ai_provider };
    const { value, ai, voice } = await this.writer.write(run, order);
    const post = await this.keep(run, value, input);
    const { suggested_image, engagement_hooks } = value;
    return {
      post: { ...toOutput(post), suggested_image, engagement_hooks },
      ai_insights: {
        content_optimizations: optimizationsOf(value, platform),
        platform_suggestions: habitsOf(networkNamed(platform)),
        performance_prediction: predictPost(value.content, value.hashtags.length, platform),
        trend_integration: null,
      },
      ai,
      provenance: run.provenance({ brandVersion: voice.version }),
    };
  }

  /** Before anything is paid for. */
  private async refuseMisplaced(run: AgentRun, { scheduled_time, campaign_id }: Placing): Promise<void> {
    if (scheduled_time !== undefined) refusePast(scheduled_time);
    if (campaign_id !== undefined) await this.campaigns.get(run.userId, campaign_id);
  }

  private keep(
    run: AgentRun,
    { platform, content, hashtags }: Pick<PostCopy, 'platform' | 'content' | 'hashtags'>,
    { scheduled_time, campaign_id, media_urls = [] }: Placing,
  ): Promise<SocialPost> {
    const when = scheduled_time === undefined ? 'as a draft' : `for ${scheduled_time}`;
    const says = `Keep a post for ${networkNamed(platform).name} ${when}`;
    return run.change(
      { key: 'keep the post', risk: 'draft', input: { platform, scheduled_time }, says },
      () =>
        this.posts.create(run.userId, {
          platform,
          content,
          hashtags,
          media_urls,
          scheduled_time: scheduled_time ?? null,
          campaign_id: campaign_id ?? null,
        }),
    );
  }

  private schedule(
    run: AgentRun,
    times: readonly { post_id: string; scheduled_time: string }[],
  ): Promise<SocialPost[]> {
    const says =
      times.length === 1
        ? `Schedule a post for ${times[0]?.scheduled_time}`
        : `Schedule ${times.length} posts`;
    return run.change({ key: 'schedule', risk: 'change', input: { posts: times }, says }, () =>
      this.posts.scheduleAll(run.userId, times),
    );
  }

  private async analyse(run: AgentRun, days: number): Promise<z.input<typeof forms.AnalyticsOutput>> {
    const until = new Date();
    const since = new Date(until.getTime() - days * DAY_MS);
    const sums = await this.posts.sums(run.userId, since);
    return {
      analytics: Object.fromEntries(sums.map((of) => [of.platform, analyticsOf(of)])),
      summary: { ...totalsOf(sums), platforms: sums.length },
      period: { days, since: since.toISOString(), until: until.toISOString() },
    };
  }
}

function toOutput({ id: post_id, ...post }: SocialPost) {
  const { platform, content, hashtags, status, scheduled_time, campaign_id } = post;
  return { post_id, platform, content, hashtags, status, scheduled_time, campaign_id };
}
