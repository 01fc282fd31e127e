import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { analyzeHeadline } from '#domains/content/headlines/headline-analysis';
import type { SavedContent } from '#domains/content/content.answers.dto';
import { ContentService } from '#domains/content/content.service';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { EmailTasks } from '../email/email-tasks.js';
import * as forms from './content.forms.js';
import { ContentKeeper } from './content-keeper.js';
import { audienceWords } from './copy.forms.js';
import type { Brief } from './brief.js';
import { Copywriter } from './copywriter.js';
import { PieceWriter } from './piece-writer.js';

const WORDS_A_MINUTE = 200;
const SUBJECTS = 3;

/** Writes what is published: mails, posts, articles, headlines; and makes what is there better. */
@Injectable()
export class ContentAgent extends BaseAgent {
  readonly id = 'content';
  override readonly aliases = ['content_creator', 'content_agent'];
  readonly name = 'Content Agent';
  readonly does =
    'Writes mails, posts, articles and headlines in the voice of the brand, and improves what is in the library.';
  override readonly taskAliases = {
    create_social_post: 'create_social_content',
    create_content: 'generate_content',
  };

  readonly tasks;

  constructor(
    private readonly copywriter: Copywriter,
    private readonly pieces: PieceWriter,
    private readonly keeper: ContentKeeper,
    private readonly library: ContentService,
    email: EmailTasks,
  ) {
    super();
    const { generate_ab_variants, suggest_send_time } = email;
    this.tasks = { ...this.writing(), generate_ab_variants, suggest_send_time };
  }

  private writing() {
    return {
      generate_content: defineTask({
        does: 'Writes a piece from a brief, for any place, and keeps it in the library with its measures.',
        risk: 'draft',
        input: forms.GenerateInput,
        output: forms.GenerateOutput,
        work: (run, input) => this.pieces.write(run, input),
      }),
      create_email_content: defineTask({
        does: 'Writes a mail and keeps it in the library.',
        risk: 'draft',
        input: forms.EmailInput,
        output: forms.EmailOutput,
        work: (run, input) => this.email(run, input),
      }),
      create_social_content: defineTask({
        does: 'Writes a post that its network takes and keeps it in the library.',
        risk: 'draft',
        input: forms.PostInput,
        output: forms.PostOutput,
        work: (run, input) => this.post(run, input),
      }),
      create_blog_content: defineTask({
        does: 'Writes an article with headings and keeps it in the library.',
        risk: 'draft',
        input: forms.ArticleInput,
        output: forms.ArticleOutput,
        work: (run, input) => this.article(run, input),
      }),
      optimize_content: defineTask({
        does: 'Makes a piece of the library clearer and easier to find, as a new version of it.',
        risk: 'change',
        input: forms.ImproveInput,
        output: forms.ImproveOutput,
        work: (run, input) => this.improve(run, input),
      }),
      generate_headlines: defineTask({
        does: 'Writes different headlines for a topic and scores them by rules.',
        risk: 'read',
        input: forms.HeadlinesInput,
        output: forms.HeadlinesOutput,
        work: (run, input) => this.headlines(run, input),
      }),
    };
  }

  private async email(
    run: AgentRun,
    input: z.output<typeof forms.EmailInput>,
  ): Promise<z.input<typeof forms.EmailOutput>> {
    const { campaign_type, target_audience: audience, topic, brand_voice: tone } = input;
    const brief = { topic: topic ?? `${campaign_type.replaceAll('_', ' ')} mail`, audience, tone };
    const { value: mail, ai, voice } = await this.copywriter.email(run, brief);
    const { value: others } = await this.copywriter.headlines(run, brief, SUBJECTS);
    const kept = await this.keeper.keep(run, brief, voice.version, {
      content_type: 'email',
      title: mail.subject_line,
      content: mail.text_content,
      html_content: mail.html_content,
      keywords: [campaign_type.slice(0, 100)],
    });
    const subjects = [mail.subject_line, ...others].map((text) => ({
      text,
      score: analyzeHeadline(text).score,
    }));
    return {
      content: { ...mail, html_content: kept.html_content, content_id: kept.id },
      subject_lines: subjects,
      ai_insights: mail.key_points,
      ...written(run, ai, voice.version),
    };
  }

  private async post(
    run: AgentRun,
    input: z.output<typeof forms.PostInput>,
  ): Promise<z.input<typeof forms.PostOutput>> {
    const { platform, content_theme: topic, brand_voice: tone, target_audience: audience } = input;
    const brief = { topic, audience, tone };
    const { value: post, ai, voice } = await this.copywriter.post(run, brief, platform);
    const kept = await this.keeper.keep(run, brief, voice.version, {
      content_type: 'social_post',
      platform: post.platform,
      content: post.post,
      tags: post.hashtags.map((tag) => tag.slice(1, 101)),
    });
    return {
      post: { ...post, post_id: kept.id, scheduled_time: null, status: 'draft', engagement_metrics: {} },
      content: post.content,
      hashtags: post.hashtags,
      ...written(run, ai, voice.version),
    };
  }

  private async article(
    run: AgentRun,
    input: z.output<typeof forms.ArticleInput>,
  ): Promise<z.input<typeof forms.ArticleOutput>> {
    const {
      topic,
      target_keywords: keywords,
      word_count,
      brand_voice: tone,
      target_audience: audience,
    } = input;
    const brief: Brief = { topic, audience, tone, keywords };
    const { value: article, ai, voice } = await this.copywriter.article(run, brief, word_count);
    const kept = await this.keeper.keep(run, brief, voice.version, {
      content_type: 'blog_post',
      ...article,
      keywords,
    });
    return {
      content: {
        ...article,
        html_content: kept.html_content,
        keywords,
        estimated_read_time: Math.max(1, Math.floor(word_count / WORDS_A_MINUTE)),
        content_id: kept.id,
      },
      ...scoresOf(kept),
      ...written(run, ai, voice.version),
    };
  }

  private async improve(
    run: AgentRun,
    input: z.output<typeof forms.ImproveInput>,
  ): Promise<z.input<typeof forms.ImproveOutput>> {
    const { content_id: id, brand_voice: tone } = input;
    const before = await run.step({ key: 'read the piece', input: { id } }, () =>
      this.library.get(run.userId, id),
    );
    const text = { title: before.title, content: before.content ?? '' };
    const { value, ai, voice } = await this.copywriter.improve(run, text, tone);
    const provenance = run.provenance({
      brandVersion: voice.version,
      sources: [{ kind: 'record', ref: String(id), title: before.title, offset: null }],
    });
    const after = await run.change(
      { key: 'keep the new version', risk: 'change', says: `Replace the words of “${before.title}”` },
      () =>
        this.library.applyOptimisation(run.userId, id, {
          title: value.title ?? before.title,
          content: value.content,
          provenance,
          optimisations: {
            changes: value.changes,
            at: new Date().toISOString(),
            from_version: before.version,
          },
        }),
    );
    return {
      content_id: id,
      title: after.title,
      content: after.content ?? '',
      changes: value.changes,
      version: after.version,
      ...scoresOf(after),
      previous_scores: scoresOf(before),
      ...written(run, ai, voice.version),
      provenance,
    };
  }

  private async headlines(
    run: AgentRun,
    { topic, count, brand_voice: tone }: z.output<typeof forms.HeadlinesInput>,
  ): Promise<z.input<typeof forms.HeadlinesOutput>> {
    const brief = { topic, audience: audienceWords('readers'), tone };
    const { value: headlines, ai, voice } = await this.copywriter.headlines(run, brief, count);
    const provenance = run.provenance({ brandVersion: voice.version });
    return { headlines, scores: headlines.map((line) => analyzeHeadline(line).score), topic, ai, provenance };
  }
}

function scoresOf({ seo_score, readability_score }: Pick<SavedContent, 'seo_score' | 'readability_score'>) {
  return { seo_score, readability_score };
}

function written(run: AgentRun, ai: boolean, brandVersion: number | null) {
  const status = 'success' as const;
  return { ai, provenance: run.provenance({ brandVersion }), timestamp: new Date().toISOString(), status };
}
