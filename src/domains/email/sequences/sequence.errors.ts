import { defineError } from '#kernel/errors';

export const SequenceNotFound = defineError('email/sequence-not-found', 'not-found', () => {
  return 'There is no such sequence.';
});
export const SequenceNameTaken = defineError('email/sequence-name-taken', 'conflict', (name: string) => {
  return `There is a sequence called ${name} already.`;
});
export const TooManySequences = defineError('email/too-many-sequences', 'conflict', (most: number) => {
  return `There are ${most} sequences already: delete one first.`;
});
export const SequenceUnfit = defineError('email/sequence-unfit', 'invalid', () => {
  return 'The sequence cannot be followed as it is.';
});
export const IllegalSequenceStep = defineError(
  'email/sequence-illegal-step',
  'conflict',
  (status: string, verb: string) => `A sequence that is ${status} cannot be ${verb}.`,
);
export const EnrolmentNotFound = defineError('email/enrolment-not-found', 'not-found', () => {
  return 'There is no such enrolment.';
});
export const EnrolmentOver = defineError(
  'email/enrolment-over',
  'conflict',
  (status: string, verb: string) => `An enrolment that is ${status} cannot be ${verb}.`,
);
