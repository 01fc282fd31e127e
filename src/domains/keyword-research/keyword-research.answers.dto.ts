/** Searches of one month. */
export class KeywordMonth {
  /** @example '2026-10' */
  month!: string;
  /** Searches in that month. @example 12100 */
  volume!: number;
  /** How many advertisers bid, 0 to 1; sources tell it for the year as a whole, so months repeat it. @example 0.42 */
  competition!: number;
}

/** A keyword with its figures in one market. */
export class Keyword {
  /** Normalised: lower case, single blanks. @example 'running shoes' */
  keyword!: string;
  /** Searches a month, on average over a year. @example 12100 */
  search_volume!: number;
  /** How hard the first ten results are to reach, 0 to 100. @example 54 */
  difficulty!: number;
  /** US dollars an advertiser pays for one click. @example 1.35 */
  cpc!: number;
  /** How many advertisers bid for it. @example 'Medium' */
  competition!: 'Low' | 'Medium' | 'High';
  /** What the result page holds beside plain results. @example ['People Also Ask'] */
  serp_features!: string[];
  /** The last twelve months the source knows, oldest first. */
  trend_data!: KeywordMonth[];
  /** What the searcher wants: told by the source, else read from English words in the keyword. @example 'commercial' */
  intent!: 'informational' | 'navigational' | 'commercial' | 'transactional';
  /** True when the figures were calculated from the words and not measured. @example false */
  estimated!: boolean;
  /** When the source last looked; null for an estimate. @example '2026-11-15T12:57:46.000Z' */
  as_of!: string | null;
  /** Figures that the source does not have: they stand at 0, Low or empty. @example [] */
  unknown!: string[];
}

/** Keywords that one page could answer. */
export class KeywordCluster {
  /** Its most searched keyword. @example 'running shoes' */
  label!: string;
  /** The most searched first. @example ['running shoes', 'best running shoes'] */
  keywords!: string[];
}

/** What every research says of itself. */
class ResearchFacts {
  /** Its id in the history. */
  research_id!: string;
  /** What was asked, in words. @example 'running shoes, trail shoes' */
  query!: string;
  keywords!: Keyword[];
  /** How many keywords there are. @example 4 */
  total_keywords!: number;
  /** ISO 3166-1. @example 'US' */
  location!: string;
  /** @example 'en' */
  language!: string;
  /** Each keyword in one of them, the most searched first. */
  clusters!: KeywordCluster[];
  /** `meaning` by a model's vectors, `words` by the words they share while no model is configured or answers. */
  clustered_by!: 'meaning' | 'words';
  /** Who gave the figures: a provider, or `estimator`. @example 'dataforseo' */
  source!: string;
  /** True when the figures were calculated from the words and not measured. @example false */
  estimated!: boolean;
}

/** Keywords from seeds: the seeds first, then words near them. At most 100. */
export class SeedResearch extends ResearchFacts {
  /** As it was given; null when it was not. @example 'retail' */
  industry!: string | null;
}

/** What brings searchers to a site. At most 100 keywords. */
export class CompetitorResearch extends ResearchFacts {
  /** @example 'example.com' */
  competitor_domain!: string;
  /** The same, for older clients. */
  competitor!: string;
}

/** What is searched for more and more around an industry, the fastest first. At most 20 keywords. */
export class TrendingResearch extends ResearchFacts {
  /** @example 'travel' */
  industry!: string;
}

export class SeedResearchAnswer {
  data!: SeedResearch;
}

export class CompetitorResearchAnswer {
  data!: CompetitorResearch;
}

export class TrendingResearchAnswer {
  data!: TrendingResearch;
}

/** How keywords stand: those that were asked about. One the source has never seen is left out. */
export class KeywordAnalysis extends ResearchFacts {
  /** Words near them, at most 30. @example ['best running shoes'] */
  suggestions!: string[];
  /** The mean difficulty of those whose difficulty is known, 0 to 100, to one decimal; 0 when none is. @example 47.5 */
  difficulty_score!: number;
}

export class AnalysisAnswer {
  analysis!: KeywordAnalysis;
}

/** Longer phrases that hold a keyword. */
export class SuggestionAnswer {
  /** At most 30. @example ['best running shoes', 'running shoes guide'] */
  suggestions!: string[];
  /** Who gave them: a provider, or `estimator`, whose phrases are English. @example 'dataforseo' */
  source!: string;
  /** True when they are likely phrases and not known ones. @example false */
  estimated!: boolean;
}

/** One research of the history. */
export class ResearchItem {
  id!: string;
  /** What was asked, in words. @example 'Competitor analysis: example.com' */
  query!: string;
  /** How it was asked. @example 'competitor' */
  kind!: 'research' | 'competitor' | 'trending' | 'analysis';
  keywords!: Keyword[];
  clusters!: KeywordCluster[];
  clustered_by!: 'meaning' | 'words';
  /** ISO 3166-1; null in rows of a former version. @example 'US' */
  location!: string | null;
  /** @example 'en' */
  language!: string | null;
  /** @example 'retail' */
  industry!: string | null;
  /** Who gave the figures. @example 'dataforseo' */
  source!: string;
  /** @example false */
  estimated!: boolean;
  created_at!: string;
  updated_at!: string;
}

export class ResearchItemAnswer {
  data!: ResearchItem;
}

export class HistoryAnswer {
  /** Newest first. */
  data!: ResearchItem[];
  /** Send it as `cursor` for the next page; null at the end. */
  next_cursor!: string | null;
}

class KeywordResearchDeleted {
  deleted!: true;
}

export class ResearchDeletedAnswer {
  data!: KeywordResearchDeleted;
}
