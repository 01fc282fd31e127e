import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { BrandService } from '#domains/brand/brand.service';
import type { SavedContent } from '#domains/content/content.answers.dto';
import { findViolations } from '#domains/brand/check/find-violations';
import { ACCEPTED_TYPES, contentType, platformId, PLATFORMS } from '#domains/content/kinds/content-kind';
import { analyzeHeadline } from '#domains/content/headlines/headline-analysis';
import { findNetwork } from '#platform/channels/networks';
import { TaskInputRefused } from '../../agents.errors.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { ContentKeeper } from './content-keeper.js';
import { type GenerateInput, type GenerateOutput, LENGTHS } from './content.forms.js';
import type { Brief } from './brief.js';
import { Copywriter, type Written } from './copywriter.js';

const OTHER_TITLES = 3;
const VIOLATIONS_SHOWN = 20;

/** What was written, as every kind of text has it. */
interface Draft {
  readonly title: string;
  readonly content: string;
  readonly html_content?: string;
  readonly meta_description?: string;
  readonly tags: readonly string[];
}

/** Writes a piece of any kind for any place, and keeps it with all that can be said of it. */
@Injectable()
export class PieceWriter {
  constructor(
    private readonly copywriter: Copywriter,
    private readonly keeper: ContentKeeper,
    private readonly brands: BrandService,
  ) {}

  async write(run: AgentRun, input: z.output<typeof GenerateInput>): Promise<z.input<typeof GenerateOutput>> {
    const type = known('content_type', contentType(input.content_type), ACCEPTED_TYPES);
    const platform = known('platform', platformId(input.platform), PLATFORMS);
    const brief: Brief = {
      topic: input.title,
      audience: input.target_audience,
      tone: input.tone,
      keyMessages: input.key_messages,
      keywords: input.keywords,
      ...(input.cta !== undefined && { callToAction: input.cta }),
    };
    await run.progress(10, 'Writing');
    const {
      value: draft,
      ai,
      voice,
    } = await this.draft(run, brief, { type, platform, length: input.length });
    const { value: titles } = await this.copywriter.headlines(run, brief, OTHER_TITLES);
    const variations = titles.map((title) => ({ title, score: analyzeHeadline(title).score }));
    await run.progress(80, 'Keeping it');
    const kept = await this.keeper.keep(run, brief, voice.version, {
      ...draft,
      tags: draft.tags.map((tag) => tag.slice(0, 100)),
      content_type: type,
      platform,
      keywords: input.keywords,
      variations,
      ...(input.cta !== undefined && { cta: input.cta }),
    });
    return this.asOutput(run, kept, { ai, variations, brandVersion: voice.version });
  }

  /** The piece as the library keeps it, with what of it is against the brand. */
  private async asOutput(
    run: AgentRun,
    kept: SavedContent,
    more: { ai: boolean; variations: { title: string; score: number }[]; brandVersion: number | null },
  ): Promise<z.input<typeof GenerateOutput>> {
    const { ai, variations, brandVersion } = more;
    const violations = findViolations(await this.brands.guide(run.userId), kept.content ?? '');
    return {
      id: kept.id,
      title: kept.title,
      generated_content: kept.content ?? '',
      content: kept.content ?? '',
      html_content: kept.html_content,
      variations,
      seo_score: kept.seo_score,
      readability_score: kept.readability_score,
      engagement_prediction: kept.engagement_prediction,
      tags: kept.tags,
      content_type: kept.content_type,
      platform: kept.platform,
      status: kept.status,
      near_duplicates: kept.near_duplicates.map(({ id, title, similarity }) => ({ id, title, similarity })),
      brand_violations: violations
        .slice(0, VIOLATIONS_SHOWN)
        .map(({ rule, found, suggestion }) => ({ rule, found, suggestion })),
      ai,
      estimated: true,
      provenance: run.provenance({ brandVersion }),
    };
  }

  private async draft(
    run: AgentRun,
    brief: Brief,
    { type, platform, length }: { type: string; platform: string; length: keyof typeof LENGTHS },
  ): Promise<Written<Draft>> {
    if (type === 'email') {
      const { value, ...more } = await this.copywriter.email(run, brief);
      const { subject_line: title, text_content: content, html_content } = value;
      return { ...more, value: { title, content, html_content, tags: [] } };
    }
    if (findNetwork(platform) && type !== 'blog_post' && type !== 'landing_page') {
      const { value, ...more } = await this.copywriter.post(run, brief, platform);
      const tags = value.hashtags.map((tag) => tag.replace(/^#/, ''));
      return { ...more, value: { title: brief.topic.slice(0, 120), content: value.post, tags } };
    }
    const { value, ...more } = await this.copywriter.article(run, brief, LENGTHS[length]);
    return { ...more, value: { ...value, tags: [...(brief.keywords ?? [])] } };
  }
}

function known(field: string, name: string, names: readonly string[]): string {
  if (names.includes(name)) return name;
  const message = `${field} must be one of ${names.join(', ')}`;
  throw new TaskInputRefused('generate_content').withIssues([{ path: field, message }]);
}
