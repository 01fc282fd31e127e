import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Ai } from '#platform/ai/ai';
import { AiNotConfigured } from '#platform/ai/ai.errors';
import type { KeywordCluster } from '../keyword-research.answers.dto.js';
import { byMeaning, byWords } from './grouping.js';

const WITHIN_MS = 10_000;

/** A keyword and how much it is searched for. */
interface Weighed {
  readonly keyword: string;
  readonly search_volume: number;
}

export interface Clustering {
  readonly clusters: KeywordCluster[];
  /** `meaning` by a model's vectors, `words` by the words they share. */
  readonly clustered_by: 'meaning' | 'words';
}

/** Keywords that one page could answer. */
@Injectable()
export class KeywordClusters {
  private readonly logger = new Logger('Keyword research');

  constructor(private readonly ai: Ai) {}

  /**
   * Each keyword in exactly one cluster; the most searched cluster first, named after its most searched keyword. By meaning
   * where a model is configured and answers, else by words: figures that were paid for are not lost to it.
   */
  async of(userId: string, rows: readonly Weighed[]): Promise<Clustering> {
    const sorted = rows.toSorted(moreSearched);
    const keywords = sorted.map(({ keyword }) => keyword);
    const vectors = rows.length > 1 ? await this.vectors(userId, keywords) : undefined;
    const groups = vectors ? byMeaning(vectors) : byWords(keywords);
    const clusters = groups.map((group) => group.flatMap((at) => sorted[at] ?? []));
    return {
      clusters: clusters.toSorted((one, other) => searches(other) - searches(one)).map(toCluster),
      clustered_by: vectors ? 'meaning' : 'words',
    };
  }

  private async vectors(
    userId: string,
    texts: readonly string[],
  ): Promise<readonly (readonly number[])[] | undefined> {
    const asked = { userId, feature: 'keywords.cluster', texts, deadlineMs: WITHIN_MS };
    try {
      return (await this.ai.embed(asked)).vectors;
    } catch (error) {
      const isOff = error instanceof AiNotConfigured;
      if (!isOff && !(error instanceof AppError)) throw error;
      if (!isOff) this.logger.warn({ err: error }, 'Keywords are put together by their words');
      return undefined;
    }
  }
}

function toCluster(members: readonly Weighed[]): KeywordCluster {
  const keywords = members.map(({ keyword }) => keyword);
  return { label: keywords[0] ?? '', keywords };
}

function searches(members: readonly Weighed[]): number {
  return members.reduce((sum, { search_volume: volume }) => sum + volume, 0);
}

/** A total order, so that the same keywords fall into the same clusters in whatever order they come. */
function moreSearched(one: Weighed, other: Weighed): number {
  return other.search_volume - one.search_volume || (one.keyword < other.keyword ? -1 : 1);
}
