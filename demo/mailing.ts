import { launchAgain, launchCampaign, recipientsOf, reportOf, settled } from './campaign.ts';
import type { Lead } from './client.ts';
import { arrangeExceptions } from './exceptions.ts';
import { allLeads } from './import-leads.ts';
import { checkMails, type MailableLead } from './mail-check.ts';
import { read } from './readers.ts';
import { checkReport, showReport } from './report.ts';
import { figure, type Screen } from './screen.ts';
import { proveSilence } from './silence.ts';
import type { Stage } from './stage.ts';

/** A campaign to every mailable lead: launched once, delivered once, read, and reported. */
export async function mailEverybody(stage: Stage, screen: Screen): Promise<void> {
  const { api, mailbox, url } = stage;
  screen.heading('3. A campaign goes out');
  const leads = (await allLeads(api)).filter(isMailable);
  const { suppressed, refused, dropped } = await arrangeExceptions(stage, leads, screen);
  const campaignId = await launchCampaign(api, `Spring collection ${new Date().toISOString()}`);
  screen.done(`Launched to ${figure(leads.length)} leads, one mail each, written for its reader`);
  screen.done(`A second launch is refused: 409 “${await launchAgain(api, campaignId)}”`);
  await settled(api, campaignId, screen, leads.length);
  const recipients = await recipientsOf(api, campaignId);
  await checkMails(mailbox, { leads, recipients }, screen);

  screen.heading('4. Readers read');
  const readers = recipients.filter(({ state }) => state === 'sent');
  const { opened, clicked, unsubscribed } = await read(mailbox, { url, readers }, screen);
  await proveSilence(stage, { unsubscribed, others: readers.slice(0, 2) }, screen);

  screen.heading('5. The report');
  const report = await reportOf(api, campaignId);
  showReport(report, screen);
  const sent = leads.length - suppressed - refused - dropped;
  checkReport(report, {
    recipients: leads.length,
    sent,
    delivered: sent,
    opened,
    clicked,
    unsubscribed: 1,
    failed: refused,
    unknown: dropped,
    skipped: suppressed,
    reasons: { 'suppressed:manual': suppressed },
  });
}

function isMailable(lead: Lead): lead is MailableLead {
  return lead.email !== null && lead.consent !== 'withdrawn';
}
