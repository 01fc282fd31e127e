import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';

const MOST = 20;
const LONGEST = 200;
const ITEM = { oneOf: [{ type: 'string', nullable: true }, { type: 'number' }, { type: 'boolean' }] };

/** One to 20 texts of up to 200 characters, numbers, booleans or nulls. */
export function AreScalars(): PropertyDecorator {
  return applyDecorators(
    ValidateBy({
      name: 'areScalars',
      validator: {
        validate: (value: unknown) =>
          Array.isArray(value) && value.length >= 1 && value.length <= MOST && value.every(isScalar),
        defaultMessage: () => `$property must be 1 to ${MOST} texts, numbers, booleans or nulls`,
      },
    }),
    ApiProperty({ type: 'array', items: ITEM, minItems: 1, maxItems: MOST, example: ['embedded_form'] }),
  );
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'string')
    return value.length <= LONGEST && !value.includes('\0') && value.isWellFormed();
  return value === null || typeof value === 'boolean' || Number.isFinite(value);
}
