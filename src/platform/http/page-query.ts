import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Transform } from 'class-transformer';
import { digits } from './query.js';

/** Which part of a list is wanted, newest first. */
export class PageQuery {
  /** How many items at most. */
  @IsOptional()
  @Transform(digits)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;

  /** Where to go on: the `next_cursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  cursor?: string;

  /** How many items to skip; for old clients, `cursor` is faster. */
  @IsOptional()
  @Transform(digits)
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  offset?: number;
}
