import type { MailSettings } from '../mail-settings.js';
import type { MailingState } from '../mailing.repository.js';
import { type Gate, PASS } from './gate.js';
import { quietUntil } from './quiet-hours.js';
import { draw, type Tokens } from './throttle.js';

/** What is known of a mailing when its mails are to be claimed. */
export interface MailingFacts {
  /** `unopened` while the campaign has not been launched. */
  readonly state: MailingState | 'unopened';
  /** None when they cannot be followed. */
  readonly settings: MailSettings | undefined;
  readonly tokens: Tokens | undefined;
  readonly hold: { readonly reason: string; readonly until: Date } | null;
  /** Their account is to be deleted. */
  readonly ownerRests: boolean;
  readonly now: Date;
}

/** Only an active campaign is claimed from; asked again as the first byte of each mail leaves. */
const campaign: Gate<MailingFacts> = {
  name: 'campaign_active',
  inputs: ({ state }) => ({ mailing: state }),
  judge: ({ state }) => {
    if (state === 'sending') return PASS;
    if (state === 'stopped') return { verdict: 'skip', reason: 'campaign_stopped' };
    return { verdict: 'wait', reason: `campaign_${state}` };
  },
};

/** Nothing is sent for an account that is to be deleted, until that is undone. */
const account: Gate<MailingFacts> = {
  name: 'account',
  inputs: ({ ownerRests }) => ({ at_rest: ownerRests }),
  judge: ({ ownerRests }) => (ownerRests ? { verdict: 'wait', reason: 'account_at_rest' } : PASS),
};

const readableSettings: Gate<MailingFacts> = {
  name: 'settings',
  inputs: ({ settings }) => ({ readable: settings !== undefined }),
  judge: ({ settings }) => (settings ? PASS : { verdict: 'wait', reason: 'unreadable_settings' }),
};

/** What a worker has found out is not asked again before its time. */
const hold: Gate<MailingFacts> = {
  name: 'hold',
  inputs: ({ hold: held }) => ({ reason: held?.reason ?? null, until: held?.until.toISOString() ?? null }),
  judge: ({ hold: held, now }) =>
    held && held.until > now ? { verdict: 'wait', reason: held.reason, until: held.until } : PASS,
};

export const quietHours: Gate<Pick<MailingFacts, 'settings' | 'now'>> = {
  name: 'quiet_hours',
  inputs: ({ settings, now }) => ({ quiet_hours: settings?.quietHours ?? null, now: now.toISOString() }),
  judge: ({ settings, now }) => {
    const until = settings?.quietHours && quietUntil(settings.quietHours, now);
    return until ? { verdict: 'wait', reason: 'quiet_hours', until } : PASS;
  },
};

const throttle: Gate<MailingFacts> = {
  name: 'throttle',
  inputs: ({ settings, tokens }) => ({
    per_minute: settings?.throttlePerMinute ?? null,
    mails_let_through_now: available(settings, tokens),
  }),
  judge: ({ settings, tokens, now }) => {
    if (settings?.throttlePerMinute === undefined || !tokens) return PASS;
    const { take, wait } = draw(tokens, settings.throttlePerMinute, 1);
    if (take > 0) return PASS;
    return { verdict: 'wait', reason: 'throttle', until: new Date(now.getTime() + wait * 1000) };
  },
};

/** What a mailing must pass for its mails to be claimed, in this order. */
export const MAILING_GATES: readonly Gate<MailingFacts>[] = [
  campaign,
  account,
  hold,
  readableSettings,
  quietHours,
  throttle,
];

function available(settings: MailSettings | undefined, tokens: Tokens | undefined): number | null {
  if (settings?.throttlePerMinute === undefined || !tokens) return null;
  return draw(tokens, settings.throttlePerMinute, Number.MAX_SAFE_INTEGER).take;
}
