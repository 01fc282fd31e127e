import { defineError } from '#kernel/errors';

export const LeadNotFound = defineError('leads/not-found', 'not-found', () => 'Lead not found');
export const LeadAlreadyExists = defineError(
  'leads/already-exists',
  'conflict',
  (email: string) => `There is already a lead with the address ${email}.`,
);
export const ExternalIdTaken = defineError(
  'leads/external-id-taken',
  'conflict',
  (externalId: string) => `Another lead is called ${externalId}.`,
);
