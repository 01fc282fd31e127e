import { launchCampaign, recipientsOf, reportOf, settled } from './campaign.ts';
import type { MailingRecipient } from './client.ts';
import { mustHold } from './problem.ts';
import type { Screen } from './screen.ts';
import { SmtpMailbox } from './smtp-mailbox.ts';
import type { Stage } from './stage.ts';

interface Readers {
  readonly unsubscribed: MailingRecipient;
  readonly others: readonly MailingRecipient[];
}

/** A second campaign reaches the others and leaves out who has unsubscribed. */
export async function proveSilence(
  { api, mailbox }: Stage,
  { unsubscribed, others }: Readers,
  screen: Screen,
): Promise<void> {
  const readers = [unsubscribed, ...others];
  const leadIds = readers.flatMap(({ lead_id: id }) => id ?? []);
  const campaignId = await launchCampaign(api, `Summer preview ${new Date().toISOString()}`, leadIds);
  await settled(api, campaignId, screen, readers.length);
  const { sent, skipped } = await reportOf(api, campaignId);
  const recipients = await recipientsOf(api, campaignId);
  const reason = recipients.find(({ lead_id: id }) => id === unsubscribed.lead_id)?.skip_reason;
  mustHold(
    reason === 'suppressed:unsubscribed' && skipped === 1 && sent === others.length,
    `The second campaign sent ${sent} and skipped ${skipped}; ${unsubscribed.email}: ${reason ?? 'not skipped'}.`,
  );
  if (mailbox instanceof SmtpMailbox)
    for (const { email } of readers) {
      const wanted = email === unsubscribed.email ? 1 : 2;
      const had = mailbox.mailsTo(email).length;
      mustHold(had === wanted, `After two campaigns ${email} has ${had} mails instead of ${wanted}.`);
    }
  screen.done(`A second campaign to ${readers.length} of them leaves that person out: ${reason}`);
}
