import { ApiProperty } from '@nestjs/swagger';

const VALUES = [
  { type: 'object', nullable: true, additionalProperties: true },
  { type: 'array', items: {} },
  { type: 'string' },
  { type: 'number' },
  { type: 'boolean' },
];

/** Documents a list of objects with whatever is in them. */
export const AnyObjects = () =>
  ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } });

/** Documents a field that may hold anything JSON can say; of `unknown` the document would say that it is an object. */
export const AnyJson = () => ApiProperty({ oneOf: VALUES });
