import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { PageQuery } from '#platform/http/page-query';
import { QueryBoolean, QueryInt } from '#platform/http/query';

export class Inner {
  @IsString()
  city!: string;
}

export class Echo {
  @IsString()
  @MaxLength(2_000_000)
  name!: string;

  @IsOptional()
  @IsInt()
  count?: number;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => Inner)
  inner?: Inner;

  @IsOptional()
  @IsObject()
  free?: Record<string, unknown>;
}

export class Effect {
  @IsOptional()
  @IsString()
  name?: string;

  @IsOptional()
  @IsInt()
  waitMs?: number;

  @IsOptional()
  @IsString()
  fail?: 'conflict' | 'boom' | 'unavailable';
}

export class Wanted {
  @IsString()
  name!: string;

  @IsString()
  how!: string;
}

export class ProbeQuery extends PageQuery {
  @QueryInt(0, 1000)
  days?: number;

  @QueryBoolean()
  active?: boolean;
}
