import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { registerDecorator } from 'class-validator';

/** Documents a field that is text or an object: of a union the document would know nothing. */
export function TextOrObject(options: { required: boolean; nullable?: true }): PropertyDecorator {
  const { required, ...nullable } = options;
  const oneOf = [
    { type: 'string', ...nullable },
    { type: 'object', additionalProperties: true },
  ];
  return ApiProperty({ required, oneOf });
}

/** Text or a plain object, at most `longest` characters as JSON. */
export function IsObjectOrText(longest: number): PropertyDecorator {
  return applyDecorators(TextOrObject({ required: false }), (target: object, property: string | symbol) =>
    registerDecorator({
      name: 'isObjectOrText',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) =>
          (typeof value === 'string' || isPlainObject(value)) && JSON.stringify(value).length <= longest,
        defaultMessage: () =>
          `${String(property)} must be a text or an object of at most ${longest} characters`,
      },
    }),
  );
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
