import { setTimeout as sleep } from 'node:timers/promises';
import {
  answered,
  type Api,
  everyItem,
  type MailingRecipient,
  type MailingReport,
  sentenceOf,
} from './client.ts';
import { mustHold } from './problem.ts';
import { figure, type Screen } from './screen.ts';

export const SUBJECT_ENDING = 'our spring collection is here';
export const LINK_TARGET = 'https://shop.example.com/spring?from=mail';
export const UNNAMED = 'Hello';
const WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 250;

const CONTENT = {
  email: {
    from_name: 'The Spring Shop',
    subject_line: `{{ first_name | default: "${UNNAMED}" }}, ${SUBJECT_ENDING}`,
    body: [
      '<h1>Spring is here</h1>',
      '<p>Dear {{ first_name | default: "reader" }},</p>',
      '<p>this is what we picked for {{ company | default: "your team" }}:',
      `<a href="${LINK_TARGET}">the spring collection</a>.</p>`,
      '<p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>',
    ].join('\n'),
  },
};

/** Makes a campaign for these leads, or for every lead that may be written to, and launches it. */
export async function launchCampaign(api: Api, name: string, leadIds?: string[]): Promise<string> {
  const created = await api.POST('/api/campaigns', {
    body: {
      name,
      type: 'email',
      channels: ['email'],
      primary_objective: 'Show the spring collection',
      target_audience: 'Everybody who knows us',
      content: CONTENT,
      ...(leadIds && { audience: { lead_ids: leadIds } }),
    },
  });
  const campaignId = answered('Making a campaign', created).data.id;
  const params = { path: { campaignId } };
  const { data } = answered('Launching it', await api.POST('/api/campaigns/{campaignId}/launch', { params }));
  mustHold(data.campaign_status === 'active', `After its launch the campaign is ${data.campaign_status}.`);
  return campaignId;
}

/** A campaign that is under way cannot be launched again, so nobody is written to twice. */
export async function launchAgain(api: Api, campaignId: string): Promise<string> {
  const params = { path: { campaignId } };
  const { error, response } = await api.POST('/api/campaigns/{campaignId}/launch', { params });
  mustHold(response.status === 409, `A second launch was answered ${response.status} instead of 409.`);
  return sentenceOf(error);
}

/** What has become of the campaign's mails so far. */
export async function reportOf(api: Api, campaignId: string): Promise<MailingReport> {
  const params = { path: { campaignId } };
  const result = await api.GET('/api/email/campaigns/{campaignId}/report', { params });
  return answered('Asking for the report', result).data;
}

/** Every recipient of the campaign and what became of the mail. */
export function recipientsOf(api: Api, campaignId: string): Promise<MailingRecipient[]> {
  return everyItem(async (cursor) => {
    const query = { limit: 100, ...(cursor !== undefined && { cursor }) };
    const params = { path: { campaignId }, query };
    const result = await api.GET('/api/email/campaigns/{campaignId}/recipients', { params });
    return answered('Listing the recipients', result);
  });
}

/** Waits until every recipient has found an end. */
export async function settled(
  api: Api,
  campaignId: string,
  screen: Screen,
  recipients: number,
): Promise<void> {
  const until = Date.now() + WITHIN_MS;
  for (;;) {
    const { sent, failed, unknown, skipped, state } = await reportOf(api, campaignId);
    const ended = sent + failed + unknown + skipped;
    screen.progress('Delivering', ended, recipients);
    if (state === 'finished') return;
    mustHold(
      Date.now() < until,
      `After ${WITHIN_MS / 1000} s only ${figure(ended)} of ${figure(recipients)} recipients are settled.`,
    );
    await sleep(LOOK_EVERY_MS);
  }
}
