import { ArrayMaxSize, IsArray, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { ResearchSource, ResearchStatement } from '#domains/research/notes/research.dto';
import { Provenance } from '#platform/ai/provenance.dto';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PendingTask } from './pending-task.dto.js';

/** What is to be found out. */
export class AnalyseTopic {
  /** @example 'garden tools in Germany' */
  @IsString()
  @MaxLength(2_000)
  @Matches(/\S/, { message: 'Research topic is required' })
  topic!: string;

  /** Pages to read for it, at most ten. @example ['https://example.com/report'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(2_048, { each: true })
  urls?: string[];
}

/** A page that could not be read. */
export class UnreadSource {
  url!: string;
  /** Why. */
  error!: string;
}

/** What was found out about a topic. */
export class TopicAnalysis {
  research_id!: string;
  topic!: string;
  insights!: string[];
  recommendations!: string[];
  /** Insights and recommendations with the ids of the sources they lean on. */
  statements!: ResearchStatement[];
  sources!: ResearchSource[];
  unread!: UnreadSource[];
  ai!: boolean;
  provenance!: Provenance;
}

/** An analysis that is not done yet. */
export class PendingAnalysis {
  analysis!: PendingTask;
}

export class TopicAnalysisAnswer {
  analysis!: TopicAnalysis;
}
