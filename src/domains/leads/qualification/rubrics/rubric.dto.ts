import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsObject,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EachIs } from '#platform/http/each-is.decorator';
import { IsClean } from '../../lead-field.validators.js';
import { Named } from '../../named.dto.js';
import { MOST_CRITERIA } from './rubric.js';

export class CriterionFields extends Named {
  /** How much it counts beside the others. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(100)
  weight: number = 1;

  /** Whether a lead that does not meet it is not qualified, whatever else it meets. */
  @MayBeLeftOut()
  @IsBoolean()
  required: boolean = false;

  /** Which leads meet it: a filter as segments have it. @example { "field": "company_size", "op": "in", "value": ["1000+"] } */
  @MayBeLeftOut()
  @IsObject()
  met_when?: Record<string, unknown>;

  /** Which leads do not meet it; it comes before `met_when`. */
  @MayBeLeftOut()
  @IsObject()
  unmet_when?: Record<string, unknown>;

  /** What a model looks for in notes, answers and texts where no rule decides. @example 'Have they money for this?' */
  @MayBeLeftOut()
  @IsClean()
  @MinLength(3)
  @MaxLength(500)
  question?: string;
}

/** By what leads are to be judged. */
export class RubricFields {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MOST_CRITERIA)
  @EachIs(() => CriterionFields)
  criteria!: CriterionFields[];

  /** The share of the weights that a qualified lead meets. @example 0.75 */
  @MayBeLeftOut()
  @IsNumber({ allowInfinity: false, allowNaN: false, maxDecimalPlaces: 4 })
  @Min(0.01)
  @Max(1)
  qualify_at: number = 0.75;

  /** Whether a model, where there is one, judges what rules cannot. */
  @MayBeLeftOut()
  @IsBoolean()
  ask_model: boolean = true;
}

export class LeadRubric extends RubricFields {
  /** Counts up with each change; null for the default one, which everybody begins with. */
  version!: number | null;
  updated_at!: string | null;
}
