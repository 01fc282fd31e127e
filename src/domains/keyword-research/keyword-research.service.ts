import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import type { KeywordData, KeywordFigures } from '#platform/keyword-data/keyword-data';
import { KeywordProviders } from '#platform/keyword-data/keyword-providers';
import type { Market } from '#platform/keyword-data/markets';
import type { PageQuery } from '#platform/http/page-query';
import { KeywordClusters } from './clusters/keyword-clusters.js';
import { competitorDomain } from './competitor-domain.js';
import { KeywordEstimator } from './estimator/keyword-estimator.js';
import type {
  CompetitorResearch,
  Keyword,
  KeywordAnalysis,
  ResearchItem,
  SeedResearch,
  SuggestionAnswer,
  TrendingResearch,
} from './keyword-research.answers.dto.js';
import type {
  AnalysisRequest,
  CompetitorRequest,
  ResearchRequest,
  SuggestionQuery,
  TrendingRequest,
} from './keyword-research.dto.js';
import { DomainUnfit, ResearchNotFound } from './keyword-research.errors.js';
import { KeywordResearchRepository } from './keyword-research.repository.js';
import { intentOf } from './modifiers.js';
import { marketFor, seedsOf } from './research-input.js';

const MOST_KEYWORDS = 100;
const MOST_TRENDING = 20;
const MOST_SUGGESTIONS = 30;
const USUAL_INDUSTRY = 'marketing';

/** What is asked, in words, and where. */
interface Question {
  readonly kind: ResearchItem['kind'];
  readonly query: string;
  readonly market: Market;
  readonly industry?: string | null;
}

type Ask = (source: KeywordData, market: Market) => Promise<readonly KeywordFigures[]>;

/** Keyword research: figures from the provider of the user or of the platform, else estimates that say so. */
@Injectable()
export class KeywordResearchService {
  constructor(
    private readonly providers: KeywordProviders,
    private readonly estimator: KeywordEstimator,
    private readonly clusters: KeywordClusters,
    private readonly researches: KeywordResearchRepository,
  ) {}

  /** Figures of the seeds and of words near them, kept. A provider that fails is a `keywords/…` error, never an estimate. */
  async research(userId: string, request: ResearchRequest): Promise<SeedResearch> {
    const seeds = seedsOf(request.seed_keywords, 'seed_keywords');
    const { industry = null } = request;
    const found = await this.look(
      userId,
      { kind: 'research', query: seeds.join(', '), market: marketFor(request), industry },
      (source, market) => source.research(seeds, market, MOST_KEYWORDS),
    );
    return { ...found, industry };
  }

  /** Keywords that bring searchers to the competitor's site, kept. */
  async competitor(userId: string, request: CompetitorRequest): Promise<CompetitorResearch> {
    const domain = competitorDomain(request.competitor_domain);
    if (domain === undefined) throw new DomainUnfit();
    const found = await this.look(
      userId,
      { kind: 'competitor', query: `Competitor analysis: ${domain}`, market: marketFor(request) },
      (source, market) => source.competitor(domain, market, MOST_KEYWORDS),
    );
    return { ...found, competitor_domain: domain, competitor: domain };
  }

  /** Keywords around an industry that are searched for more and more, kept. */
  async trending(userId: string, request: TrendingRequest): Promise<TrendingResearch> {
    const [industry = USUAL_INDUSTRY] = seedsOf([request.industry ?? USUAL_INDUSTRY], 'industry');
    const found = await this.look(
      userId,
      { kind: 'trending', query: `Trending keywords: ${industry}`, market: marketFor(request), industry },
      (source, market) => source.trending(industry, market, MOST_TRENDING),
    );
    return { ...found, industry };
  }

  /** How the keywords stand and which others are near them, kept. */
  async analyze(userId: string, request: AnalysisRequest): Promise<KeywordAnalysis> {
    const asked = seedsOf(request.keywords, 'keywords');
    const found = await this.look(
      userId,
      { kind: 'analysis', query: asked.join(', '), market: marketFor(request) },
      (source, market) => source.research(asked, market, asked.length + MOST_SUGGESTIONS),
    );
    const keywords = found.keywords.filter(({ keyword }) => asked.includes(keyword));
    const near = found.keywords.filter(({ keyword }) => !asked.includes(keyword));
    return {
      ...found,
      keywords,
      total_keywords: keywords.length,
      suggestions: near.map(({ keyword }) => keyword).slice(0, MOST_SUGGESTIONS),
      difficulty_score: meanDifficulty(keywords),
    };
  }

  /** Longer phrases that hold the query; nothing of it is kept. */
  async suggestions(userId: string, request: SuggestionQuery): Promise<SuggestionAnswer> {
    const [query = ''] = seedsOf([request.query], 'query');
    const market = marketFor(request);
    const source = await this.sourceFor(userId);
    const suggestions = await source.suggestions(query, market, MOST_SUGGESTIONS);
    return { suggestions: [...suggestions], source: source.source, estimated: source.estimated };
  }

  /** Newest first. */
  history(userId: string, page: PageQuery): Promise<Page<ResearchItem>> {
    return this.researches.list(userId, page);
  }

  async get(userId: string, researchId: string): Promise<ResearchItem> {
    const found = isUuid(researchId) ? await this.researches.find(userId, researchId) : undefined;
    if (!found) throw new ResearchNotFound();
    return found;
  }

  async remove(userId: string, researchId: string): Promise<void> {
    if (!isUuid(researchId) || !(await this.researches.remove(userId, researchId)))
      throw new ResearchNotFound();
  }

  private async look(userId: string, { kind, query, market, industry = null }: Question, ask: Ask) {
    const source = await this.sourceFor(userId);
    const keywords = (await ask(source, market)).map(toKeyword);
    const found = {
      query,
      keywords,
      ...(await this.clusters.of(userId, keywords)),
      location: market.country,
      language: market.language,
      source: source.source,
      estimated: source.estimated,
    };
    const research_id = await this.researches.add(userId, { ...found, kind, industry });
    return { research_id, total_keywords: keywords.length, ...found };
  }

  private async sourceFor(userId: string): Promise<KeywordData> {
    return (await this.providers.of(userId)) ?? this.estimator;
  }
}

function toKeyword(figures: KeywordFigures): Keyword {
  return { ...figures, intent: figures.intent ?? intentOf(figures.keyword) };
}

function meanDifficulty(keywords: readonly Keyword[]): number {
  const known = keywords.filter(({ unknown }) => !unknown.includes('difficulty'));
  if (known.length === 0) return 0;
  return Math.round((known.reduce((sum, { difficulty }) => sum + difficulty, 0) / known.length) * 10) / 10;
}
