import { applyDecorators } from '@nestjs/common';
import { Transform, type TransformFnParams } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';

/** An optional whole number in a query: plain digits only; `1e2`, `0x10` and repeated values are refused. */
export function QueryInt(min: number, max: number): PropertyDecorator {
  return applyDecorators(IsOptional(), Transform(digits), IsInt(), Min(min), Max(max));
}

/** An optional `true` or `false` in a query. */
export function QueryBoolean(): PropertyDecorator {
  return applyDecorators(IsOptional(), Transform(trueOrFalse), IsBoolean());
}

/** An optional list in a query: the parameter once, or repeated for several values. */
export function QueryList(most: number): PropertyDecorator {
  return applyDecorators(IsOptional(), Transform(several), IsArray(), ArrayMaxSize(most));
}

export function digits({ value }: TransformFnParams): unknown {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}

function trueOrFalse({ value }: TransformFnParams): unknown {
  return value === 'true' ? true : value === 'false' ? false : value;
}

function several({ value }: TransformFnParams): unknown {
  return typeof value === 'string' ? [value] : value;
}
