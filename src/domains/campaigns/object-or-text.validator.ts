import { registerDecorator } from 'class-validator';

/** Text or a plain object, at most `longest` characters as JSON. */
export function IsObjectOrText(longest: number): PropertyDecorator {
  return (target, property) =>
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
    });
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
