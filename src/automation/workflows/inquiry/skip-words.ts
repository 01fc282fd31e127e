const WORDS: Readonly<Record<string, string>> = {
  no_consent: 'The recipient has withdrawn consent.',
  lead_deleted: 'The lead was deleted before it was its turn.',
  invalid_address: 'The address cannot be written to.',
  paused: 'The recipient has paused all mail for a time.',
  topic_declined: 'The recipient does not want mail about this topic.',
  frequency_cap: 'The recipient has had as many mails as the frequency cap allows.',
  campaign_stopped: 'The campaign was stopped before it was the recipient’s turn.',
  sequence_left: 'The recipient had left the sequence, or it was over, before the mail was sent.',
  cancelled: 'The mail was taken back before it was sent.',
};

/** A recorded reason in a sentence. */
export function skipWords(reason: string | null): string | null {
  if (reason === null) return null;
  const [kind = '', detail] = reason.split(':');
  if (kind === 'suppressed')
    return `The address is on the suppression list: ${(detail ?? '').replaceAll('_', ' ')}.`;
  return WORDS[reason] ?? reason;
}
