/** How easily a text is read. All null, with the reason, where the formulas mean nothing. */
export class Readability {
  /** Why there are no figures: the text is too short, or not English; null when there are. @example null */
  reason!: string | null;
  /** @example 320 */
  words!: number;
  /** @example 21 */
  sentences!: number;
  /** Flesch reading ease: 100 very easy, 60 plain English, 30 hard, below 0 hardly readable. @example 62.4 */
  flesch_reading_ease!: number | null;
  /** Flesch-Kincaid: years of school that a reader needs. @example 8.1 */
  flesch_kincaid_grade!: number | null;
  /** Gunning fog: years of school. @example 10.2 */
  gunning_fog!: number | null;
  /** SMOG: years of school; null below three sentences. @example 9.7 */
  smog_index!: number | null;
  /** Coleman-Liau: years of school, from letters instead of syllables. @example 9 */
  coleman_liau_index!: number | null;
  /** Automated readability index: years of school. @example 8.4 */
  automated_readability_index!: number | null;
}

/** One thing that search engines and their readers look at. */
export class SeoCheck {
  /** @example 'title-length' */
  id!: string;
  /** @example true */
  passed!: boolean;
  /** What was found and what is better. @example 'The title has 52 characters; 30 to 60 are shown whole.' */
  message!: string;
  /** Its part of the score. @example 10 */
  weight!: number;
}

/** How a page stands with search engines. */
export class SeoReport {
  /** 100 times the weights of the checks that passed, divided by those of all that were made, rounded. @example 85 */
  score!: number;
  checks!: SeoCheck[];
}

/** What a post may bring, by a formula: nothing of it was measured. */
export class EngagementPrediction {
  /** @example true */
  estimated!: true;
  /** 50, and 10 for 100 to 200 characters, and 15 for 3 to 7 hashtags, times the network's factor; at most 100. @example 75 */
  score!: number;
  /** Ten times the score. @example 750 */
  likes!: number;
  /** Twice the score. @example 150 */
  comments!: number;
  /** The score. @example 75 */
  shares!: number;
  /** 1.2 times the score, at most 95. @example 90 */
  viral!: number;
  /** How far the formula is to be trusted, 0 to 1: the same for every text. @example 0.75 */
  confidence!: number;
}

/** How long a text is where it is to appear. */
export class NetworkFit {
  /** @example 'twitter' */
  platform!: string;
  /** As the network counts. @example 214 */
  length!: number;
  /** @example 280 */
  limit!: number;
  fits!: boolean;
  /** @example 3 */
  hashtags!: number;
  /** The fewest that work there. @example 2 */
  hashtags_min!: number;
  /** The most that work there. @example 4 */
  hashtags_max!: number;
}

/** A text of the library that resembles another. */
export class SimilarContent {
  /** @example 41 */
  id!: number;
  /** @example 'Ten ideas for spring' */
  title!: string;
  /** @example 'published' */
  status!: string;
  /** The part of their three-word sequences that both have, 0 to 1 (Jaccard). @example 0.91 */
  similarity!: number;
}

/** What can be said of a text without asking anybody. */
export class ContentMeasures {
  readability!: Readability;
  /** Null for what no search engine reads: posts, mails, advertisements. */
  seo!: SeoReport | null;
  engagement!: EngagementPrediction;
  /** Null where it is meant for no network. */
  network!: NetworkFit | null;
}
