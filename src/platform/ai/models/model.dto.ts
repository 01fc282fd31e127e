import { IsIn } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { AI_PROVIDERS, type AiProviderId } from '../ai-request.js';
import { AI_MODEL_KINDS, type AiModelKind } from './ai-model.js';

/** Which models are wanted. */
export class ModelQuery {
  /** Only those of this provider. */
  @MayBeLeftOut()
  @IsIn(AI_PROVIDERS)
  provider?: AiProviderId;

  /** Only those of this kind. */
  @MayBeLeftOut()
  @IsIn(AI_MODEL_KINDS)
  kind?: AiModelKind;
}

/** What a model can do. */
export class ModelCapabilities {
  /** Takes images. */
  vision!: boolean;
  /** Can ask for tools. */
  tools!: boolean;
  /** Answers in a given JSON shape. */
  structured!: boolean;
  /** Takes a temperature. */
  temperature!: boolean;
  /** Answers piece by piece. */
  streaming!: boolean;
  /** Thinks before it answers: its thoughts have tokens of their own beside those of the answer, and are paid as output. */
  thinks!: boolean;
}

/** What tokens cost once a request's input is longer than so many tokens. */
export class ModelLongPrice {
  /** @example 272000 */
  above_tokens!: number;
  /** @example 4 */
  input_per_mtok!: number | null;
  /** @example 0.2 */
  cached_input_per_mtok!: number | null;
  /** @example 5 */
  cache_write_per_mtok!: number | null;
  /** @example 15 */
  output_per_mtok!: number | null;
}

/** US dollars; null where unknown. */
export class ModelPrice {
  /** For a million tokens of input. @example 0.25 */
  input_per_mtok!: number | null;
  /** For a million tokens of input that the provider still had. @example 0.025 */
  cached_input_per_mtok!: number | null;
  /** For a million tokens of input that the provider puts into its cache; null where they cost what other input does. @example 0.3125 */
  cache_write_per_mtok!: number | null;
  /** For a million tokens of output. @example 2 */
  output_per_mtok!: number | null;
  /** For one image. */
  per_image!: number | null;
  /** For one second of video. */
  per_second!: number | null;
  /** What long requests cost instead. */
  long!: ModelLongPrice | null;
  /** The day the price was read. @example '2026-10-27' */
  priced_at!: string | null;
}

/** Something about a model that is not as our lists have it. */
export class ModelOverridden {
  /** A field of `ModelOverride`. @example 'price' */
  field!: string;
  /** Who said so: AI_MODELS and AI_MODEL_OVERRIDES, or an administrator, whose word counts more. @example 'administrator' */
  by!: 'environment' | 'administrator';
}

/** A model of the catalogue. */
export class Model {
  /** @example 'gpt-5-mini' */
  name!: string;
  /** What the provider calls it. @example 'gpt-5-mini' */
  api_id!: string;
  /** @example 'openai' */
  provider!: 'openai' | 'anthropic' | 'google' | 'mistral';
  /** @example 'text' */
  kind!: 'text' | 'embedding' | 'image' | 'video';
  capabilities!: ModelCapabilities;
  /** Tokens of input and output together. @example 400000 */
  context_tokens!: number | null;
  /** @example 128000 */
  max_output_tokens!: number | null;
  price!: ModelPrice;
  /** @example '2026-06-11' */
  deprecated_since!: string | null;
  /** The day, in UTC, from which the provider no longer answers, and `replaced_by` does for whoever names it. @example '2026-12-11' */
  retires_on!: string | null;
  /** What to use instead; null where nothing replaces it: then it is `ai/model-retired`. @example 'gpt-6.1-terra' */
  replaced_by!: string | null;
  /** Used where nobody names a model. */
  default!: boolean;
  /** False when an administrator has switched it off. */
  active!: boolean;
  /** Whether the platform's key may use it; null when nobody has asked. */
  available!: boolean | null;
  /** Not of our lists: a setting or an administrator has added it. */
  own!: boolean;
  /** What is not as our lists have it; an added model is so altogether. */
  overridden!: ModelOverridden[];
}

/** The models of the catalogue. */
export class Models {
  models!: Model[];
}

/** What a provider answered when it was asked for its models. */
export class ModelUpdate {
  /** @example 'openai' */
  provider!: string;
  /** @example '2026-12-01T03:00:02.123456Z' */
  checked_at!: string;
  /** Models of the catalogue it has. @example ['gpt-5-mini'] */
  available!: string[];
  /** Models of the catalogue it does not have. @example ['o4-mini'] */
  missing!: string[];
  /** Ids the catalogue does not know; nothing has been added. @example ['gpt-6.2-sol'] */
  proposed!: string[];
  /** Why it could not be asked. */
  failure!: string | null;
}
