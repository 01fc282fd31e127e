import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsUUID, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { IsClean } from '../lead-field.validators.js';

/** Tags to put on leads and to take off. A tag in both lists is taken off. */
export class TagLeads {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUUID(undefined, { each: true })
  lead_ids!: string[];

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsClean({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(100, { each: true })
  add: string[] = [];

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsClean({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(100, { each: true })
  remove: string[] = [];
}

export class TaggedLeads {
  /** Leads whose tags are others now. */
  changed!: number;
  unchanged!: number;
}
