import {
  ArrayMaxSize,
  IsArray,
  IsISO8601,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import { AnyObjects } from '#platform/http/any-json.decorator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import type { ExecutionPath } from '../openclaw/openclaw-route.js';

/** What a question brings along. */
class Question {
  /** @example 'What should I do first?' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(4_000)
  query: string = '';

  /** Taken from older clients and not used: your own campaigns are read here. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsObject({ each: true })
  @AnyObjects()
  campaigns?: Record<string, unknown>[] | null;

  /** Anything else to take into account. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsObject({ each: true })
  @AnyObjects()
  context: Record<string, unknown>[] = [];
}

/** What today is about. */
export class FocusRequest extends Question {
  /** The day it is about; today when left out. @example '2026-11-28' */
  @MayBeLeftOut()
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d\d-\d\d$/, { message: 'date must be a day such as 2026-11-28' })
  date?: string;
}

/** A campaign to look after first. */
export class FocusItem {
  campaign!: string;
  /** @example 'high' */
  priority!: string;
  action!: string;
  impact!: string;
}

/** Where in your documents an answer leans on. */
export class KnowledgeSource {
  /** The number in brackets by which the text names it. @example 1 */
  marker!: number;
  document_id!: string;
  title!: string;
  heading!: string | null;
  page!: number | null;
  /** Where the passage begins and ends in the text of the document, in characters. */
  start!: number;
  end!: number;
  excerpt!: string;
}

/** What matters today. */
export class DailyFocus {
  /** @example 'Your Marketing Focus for Today' */
  title!: string;
  focus_summary!: string;
  business_impact!: string;
  recommended_actions!: string[];
  /** The running campaigns with the largest budgets, at most two. */
  priority_items!: FocusItem[];
  campaign_count!: number;
  active_campaign_count!: number;
  knowledge_sources!: KnowledgeSource[];
  /** False when rules answered, because no provider is configured. */
  ai!: boolean;
  /** Who answered: the OpenClaw gateway for the users it is chosen for, else our own agent. @example 'legacy' */
  execution_path!: ExecutionPath;
  timestamp!: string;
}

/** What is asked about campaigns. */
export class CampaignQuestionInput extends Question {
  /** Which campaigns to judge, for `analyze_performance`; those that run when left out. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID('all', { each: true })
  campaign_ids?: string[];
}

/** A question about campaigns, or the order to judge them. */
export class CampaignQuestion {
  /** @example 'general_query' */
  @MayBeLeftOut()
  @IsIn(['general_query', 'analyze_performance'])
  task_type: 'general_query' | 'analyze_performance' = 'general_query';

  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => CampaignQuestionInput)
  input_data: CampaignQuestionInput = new CampaignQuestionInput();
}

/** How one campaign does, by rules. */
export class CampaignVerdict {
  campaign_id!: string;
  campaign_name!: string;
  /** 0 to 100; null where too little is known. @example 62 */
  performance_score!: number | null;
  /** @example 'improving' */
  trend!: string;
  recommendations!: string[];
}

/** The answer to a question about campaigns. */
export class CampaignAnswer {
  title!: string;
  explanation!: string;
  business_impact!: string;
  recommended_actions!: string[];
  /** How many campaigns were looked at. */
  campaigns_analyzed!: number;
  knowledge_sources!: KnowledgeSource[];
  /** Of each campaign that was judged, for `analyze_performance`. */
  analyses?: CampaignVerdict[];
  ai!: boolean;
  /** Who answered: the OpenClaw gateway for the users it is chosen for, else our own agent. @example 'legacy' */
  execution_path!: ExecutionPath;
  timestamp!: string;
}
