import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isMailAddress } from '#kernel/address';

/** A mail address that is safe to hand to a mail server. */
export function MailAddress(options: ValidationOptions = {}): PropertyDecorator {
  return ValidateBy(
    {
      name: 'mailAddress',
      validator: {
        validate: isMailAddress,
        defaultMessage: (subject) => `${subject?.property ?? 'email'} must be a mail address`,
      },
    },
    options,
  );
}
