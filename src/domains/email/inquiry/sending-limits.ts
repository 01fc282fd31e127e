import { Injectable } from '@nestjs/common';
import { IdentityUnverified } from '../identities/identity.errors.js';
import { IdentityRepository } from '../identities/identity.repository.js';
import { Allowances, type Limits } from '../limits/allowances.js';
import { smaller, warmUpLimit } from '../limits/warm-up.js';
import { MailingRepository } from '../mailing.repository.js';
import { RouteBook } from '../routing/route-book.js';

/** How much mail of a campaign its sender and its transports let pass. */
export interface SendingLimit {
  /** Mails a minute; undefined where nothing limits it. */
  readonly perMinute: number | undefined;
  /** Mails that may leave on a day such as `2026-11-28`, UTC; of today, those that are left. Undefined where nothing limits it. */
  readonly onDay: (day: string) => number | undefined;
}

const UNLIMITED: SendingLimit = { perMinute: undefined, onDay: () => undefined };

/** Looks how much may leave from day to day; nothing is taken of any limit. What other campaigns will take is not known. */
@Injectable()
export class SendingLimits {
  constructor(
    private readonly mailings: MailingRepository,
    private readonly identities: IdentityRepository,
    private readonly routes: RouteBook,
    private readonly allowances: Allowances,
  ) {}

  /** Rules that are for some recipients only are left aside. */
  async of(ownerId: string, campaignId: string, fromEmail: string | undefined): Promise<SendingLimit> {
    const identityId = await this.identityOf(ownerId, fromEmail);
    const routed = { stream: 'marketing', campaignId, identityId, recipientDomain: '' } as const;
    const { ways } = await this.routes.waysFor(ownerId, routed);
    const sender = identityId === null ? UNLIMITED : await this.ofIdentity(ownerId, identityId);
    const transports = together(await Promise.all(ways.map(({ limits }) => this.ofTransport(limits))));
    return {
      perMinute: smaller(sender.perMinute, transports.perMinute),
      onDay: (day) => smaller(sender.onDay(day), transports.onDay(day)),
    };
  }

  /** Null where it is sent as the platform, or cannot be yet. */
  private async identityOf(ownerId: string, fromEmail: string | undefined): Promise<string | null> {
    try {
      return await this.mailings.identityOf(ownerId, fromEmail ?? null);
    } catch (error) {
      if (error instanceof IdentityUnverified) return null;
      throw error;
    }
  }

  private async ofIdentity(ownerId: string, subjectId: string): Promise<SendingLimit> {
    const identity = await this.identities.find(ownerId, subjectId);
    if (!identity) return UNLIMITED;
    const { per_minute, per_day, warm_up } = identity;
    const { used } = await this.allowances.look({ subjectId, ownerId });
    const whole = (day: string) =>
      smaller(warm_up ? warmUpLimit(warm_up, day) : undefined, per_day ?? undefined);
    return { perMinute: per_minute ?? undefined, onDay: leftOf(whole, used) };
  }

  private async ofTransport(limits: Limits | undefined): Promise<SendingLimit> {
    if (!limits) return UNLIMITED;
    const { used } = await this.allowances.look(limits);
    return { perMinute: limits.perMinute, onDay: leftOf(() => limits.perDay, used) };
  }
}

/** Of today, what is not used. */
function leftOf(whole: SendingLimit['onDay'], used: number): SendingLimit['onDay'] {
  const today = new Date().toISOString().slice(0, 10);
  return (day) => {
    const mails = whole(day);
    return mails === undefined || day !== today ? mails : Math.max(0, mails - used);
  };
}

/** Where one lets no more pass, the next is tried. */
function together(ways: readonly SendingLimit[]): SendingLimit {
  if (ways.length === 0) return UNLIMITED;
  return {
    perMinute: sum(ways.map(({ perMinute }) => perMinute)),
    onDay: (day) => sum(ways.map(({ onDay }) => onDay(day))),
  };
}

function sum(limits: readonly (number | undefined)[]): number | undefined {
  return limits.reduce(
    (total, limit) => (total === undefined || limit === undefined ? undefined : total + limit),
    0,
  );
}
