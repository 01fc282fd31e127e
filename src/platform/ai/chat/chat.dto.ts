import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBase64,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EachIs } from '#platform/http/each-is.decorator';
import { AI_PROVIDERS, type AiProviderId } from '../ai-request.js';

const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;

/** A picture for the model to look at. */
export class ChatImage {
  @IsIn(IMAGE_TYPES)
  media_type!: (typeof IMAGE_TYPES)[number];

  /** The file, in base64. */
  @IsBase64()
  @MinLength(1)
  @MaxLength(1_000_000)
  data!: string;
}

/** Pictures are shown to a model, not by it. */
function OfUserTurn(): PropertyDecorator {
  return ValidateBy({
    name: 'ofUserTurn',
    validator: {
      validate: (_, subject) => (subject?.object as ChatMessage | undefined)?.role === 'user',
      defaultMessage: () => '$property belong to user turns only',
    },
  });
}

/** One turn of the conversation. */
export class ChatMessage {
  /** @example 'user' */
  @IsIn(['user', 'assistant'])
  role!: 'user' | 'assistant';

  /** @example 'Write a subject line for a spring sale of garden tools.' */
  @IsString()
  @MinLength(1)
  @MaxLength(200_000)
  content!: string;

  /** Pictures beside the text of a `user` turn; only models with vision take them. */
  @MayBeLeftOut()
  @OfUserTurn()
  @IsArray()
  @ArrayMaxSize(8)
  @EachIs(() => ChatImage)
  images?: ChatImage[];
}

/** Something asked of a model. */
export class ChatRequest {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @EachIs(() => ChatMessage)
  messages!: ChatMessage[];

  /** How the model is to behave. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(50_000)
  instructions?: string;

  /** Asked first; others follow when it cannot answer. */
  @MayBeLeftOut()
  @IsIn(AI_PROVIDERS)
  provider?: AiProviderId;

  /** A name of `GET /api/ai/models`, asked first at its own provider; its successor, once it is retired. @example 'gpt-5-mini' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  model?: string;

  /** Nobody but the provider named here, or that of `model`, is asked. */
  @MayBeLeftOut()
  @IsBoolean()
  pinned?: boolean;

  /**
   * Tokens of the answer at most; the model's own limit is kept. A model that thinks (`capabilities.thinks`) may use 4,000 more, for
   * its thoughts; when nothing is left for the first word it is `ai/cut-short`.
   */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(128_000)
  max_tokens?: number;

  /** 0 sober, 2 wild; left out for models that take none. */
  @MayBeLeftOut()
  @IsNumber({ allowInfinity: false, allowNaN: false })
  @Min(0)
  @Max(2)
  temperature?: number;

  /** Answers piece by piece as `text/event-stream`: events `delta` {text}, then one `end` with the whole answer, or `error`. */
  @MayBeLeftOut()
  @IsBoolean()
  stream?: boolean;
}

/** Tokens as the provider counted them. */
export class ChatUsage {
  /** @example 812 */
  input_tokens!: number;
  /** Part of `input_tokens` that the provider had kept from before. @example 0 */
  cached_tokens!: number;
  /** @example 164 */
  output_tokens!: number;
  /** US dollars; null when the price is not known. @example 0.00045 */
  cost_usd!: number | null;
}

/** What the model answered. */
export class ChatAnswer {
  /** @example 'Spring is here: 20% off every spade' */
  text!: string;
  /** @example 'openai' */
  provider!: string;
  /** @example 'gpt-5-mini' */
  model!: string;
  /** False when no provider has a key and a template answered. @example true */
  ai!: boolean;
  /** `length` when it was cut at `max_tokens`. @example 'stop' */
  finish!: 'stop' | 'length' | 'tools';
  usage!: ChatUsage;
  /** Most of today's budget for AI is used up: `GET /api/ai/budget` tells more. */
  budget_warning!: boolean;
}

/** The next piece of an answer. */
export class ChatDelta {
  /** @example 'Spring is ' */
  text!: string;
}

/** The same prompt for several providers. */
export class CompareRequest {
  /** @example 'Announce our spring sale in one sentence.' */
  @IsString()
  @MinLength(1)
  @MaxLength(100_000)
  prompt!: string;

  /** What the text is for; given back as it came. @example 'linkedin' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(50)
  platform?: string;

  /** Default: every provider that has a key. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @IsIn(AI_PROVIDERS, { each: true })
  providers?: AiProviderId[];
}

/** What one provider answered, or why it did not. */
export class ComparedAnswer {
  content?: string;
  model?: string;
  usage?: ChatUsage;
  /** Milliseconds until the whole answer was there. */
  latency_ms!: number;
  /** Why there is no answer. */
  error?: string;
  code?: string;
}

/** One prompt, several answers. */
export class Comparison {
  /** By provider. */
  comparison_results!: Record<string, ComparedAnswer>;
  prompt!: string;
  platform!: string | null;
}
