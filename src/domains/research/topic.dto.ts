export class ResearchTopic {
  /** @example 'market_trends' */
  id!: string;
  /** @example 'Market Trends' */
  name!: string;
}

export class ResearchTopics {
  topics!: ResearchTopic[];
}
