import { Provenance } from '#platform/ai/provenance.dto';

/** A page as it was when a statement was drawn from it; stays when the page or its reading is gone. */
export class ResearchSource {
  /** What statements point to it by: the id of its reading. */
  id!: string;
  url!: string;
  title!: string | null;
  /** When it was read. */
  fetched_at!: string;
  /** SHA-256 of its text then. */
  content_hash!: string;
  /** How its text began, at most 300 characters. */
  excerpt!: string;
}

export class ResearchStatement {
  kind!: 'insight' | 'recommendation';
  text!: string;
  /** The sources that it leans on; empty when it leans on none. */
  sources!: string[];
}

/** What was found out about a topic. */
export class Research {
  id!: string;
  topic!: string;
  statements!: ResearchStatement[];
  sources!: ResearchSource[];
  /** Who or what wrote it. */
  provenance!: Provenance;
  created_at!: string;
}

export class ResearchDeleted {
  deleted!: true;
}
