import { SUBJECT_ENDING, UNNAMED } from './campaign.ts';
import type { Lead, MailingRecipient } from './client.ts';
import type { Mail, Mailbox } from './mailbox.ts';
import { mustHold } from './problem.ts';
import { figure, type Screen } from './screen.ts';
import { SmtpMailbox } from './smtp-mailbox.ts';

export type MailableLead = Lead & { email: string };

/** How many mails are looked at where each has to be fetched. */
const SAMPLE = 25;

interface Mailing {
  readonly leads: readonly MailableLead[];
  readonly recipients: readonly MailingRecipient[];
}

/** What has arrived is what the server says it sent: to nobody twice, and to each reader by name. */
export async function checkMails(mailbox: Mailbox, mailing: Mailing, screen: Screen): Promise<void> {
  const { recipients } = mailing;
  const isAll = mailbox instanceof SmtpMailbox;
  if (isAll) checkEveryMailbox(mailbox, recipients);
  const leads = new Map(mailing.leads.map((lead) => [lead.id, lead]));
  const looked = isAll ? recipients : sampleOf(recipients, leads);
  const mails: Mail[] = [];
  for (const recipient of looked) {
    const mail = await mailbox.mailOf(recipient);
    const isThere = recipient.state === 'sent' || recipient.state === 'unknown';
    mustHold(
      (mail !== undefined) === isThere,
      `The mail to ${recipient.email} is ${recipient.state}, but the ${mailbox.name} ${mail ? 'has it' : 'has none'}.`,
    );
    if (mail) mails.push(checkedSubject(mail, leads.get(recipient.lead_id ?? '')));
  }
  const [one] = mails;
  const unnamed = mails.find(({ subject }) => subject.startsWith(`${UNNAMED}, `));
  screen.done(
    isAll
      ? `${figure(mails.length)} mails came at the SMTP server: nobody’s twice, each by its reader’s name`
      : `${figure(mails.length)} mails looked up in the outbox: all there, each by its reader’s name`,
  );
  for (const mail of [one, unnamed]) if (mail) screen.note(`to ${mail.to}: “${mail.subject}”`);
}

function checkEveryMailbox(mailbox: SmtpMailbox, recipients: readonly MailingRecipient[]): void {
  const twice = recipients.find(({ email }) => mailbox.mailsTo(email).length > 1);
  mustHold(
    twice === undefined,
    `${twice?.email} had the mail ${mailbox.mailsTo(twice?.email ?? '').length} times.`,
  );
  const handedOver = recipients.filter(({ state }) => state === 'sent' || state === 'unknown').length;
  mustHold(
    mailbox.count === handedOver,
    `The server says it handed over ${handedOver} mails, but ${mailbox.count} came.`,
  );
}

/** The latest, and some that have to do without a name. */
function sampleOf(
  recipients: readonly MailingRecipient[],
  leads: ReadonlyMap<string, Lead>,
): MailingRecipient[] {
  const nameless = recipients.filter(({ lead_id: id }) => !leads.get(id ?? '')?.first_name);
  return [...new Set([...recipients.slice(0, SAMPLE), ...nameless.slice(0, 2)])];
}

function checkedSubject(mail: Mail, lead: Lead | undefined): Mail {
  mustHold(lead !== undefined, `${mail.to} had a mail and is no lead.`);
  const subject = `${lead.first_name ?? UNNAMED}, ${SUBJECT_ENDING}`;
  mustHold(
    mail.subject === subject,
    `The mail to ${mail.to} says “${mail.subject}” instead of “${subject}”.`,
  );
  return mail;
}
