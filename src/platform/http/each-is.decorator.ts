import { applyDecorators } from '@nestjs/common';
import { type ClassConstructor, Type } from 'class-transformer';
import { ValidateBy, ValidateNested } from 'class-validator';

const NO_LIST = {
  name: 'isNoList',
  validator: {
    validate: (value: unknown) => !Array.isArray(value),
    defaultMessage: () => '$property must hold no lists within the list',
  },
};

/** Each of a list is one of these. `ValidateNested` alone goes into lists within the list, and finds nothing wrong with them. */
export function EachIs(type: () => ClassConstructor<object>): PropertyDecorator {
  return applyDecorators(ValidateBy(NO_LIST, { each: true }), ValidateNested({ each: true }), Type(type));
}
