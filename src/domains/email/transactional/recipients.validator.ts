import { ValidateBy } from 'class-validator';
import { isMailAddress } from '#kernel/address';

const MOST = 100;

/** One mail address, or a list of up to a hundred. */
export function IsRecipients(): PropertyDecorator {
  return ValidateBy({
    name: 'isRecipients',
    validator: {
      validate: (value: unknown) =>
        Array.isArray(value)
          ? value.length > 0 && value.length <= MOST && value.every(isMailAddress)
          : isMailAddress(value),
      defaultMessage: () => `$property must be a mail address, or a list of 1 to ${MOST} of them`,
    },
  });
}

/** An object whose `email` is a mail address. */
export function IsRecipientData(): PropertyDecorator {
  return ValidateBy({
    name: 'isRecipientData',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' && value !== null && isMailAddress((value as { email?: unknown }).email),
      defaultMessage: () => '$property must have a mail address as its email',
    },
  });
}
