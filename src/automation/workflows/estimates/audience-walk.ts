import { Injectable } from '@nestjs/common';
import { MailGates } from '#domains/email/inquiry/mail-gates.service';
import type { FrequencyCap } from '#domains/email/mail-settings';
import type { AudienceFilter, AudienceMember } from '#domains/leads/audiences/audience';
import { LeadService } from '#domains/leads/lead.service';
import { zoneOfRecipient } from '../execution/audience/recipient-time.js';
import { type Cohort, cohortsOf } from './reach.js';
import { counted, type Judged, passedOver, type Tally } from './tally.js';

/** Leads of one page: as many statements a page as there are questions, however many leads. */
const PAGE = 1_000;
/** Up to here everybody is asked about; behind it one page of ten. */
const EXACT_AT_MOST = 250_000;
const ONE_OF = 10;

export interface WalkedMailing {
  readonly audience: AudienceFilter;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** How far the audience has been walked through: `cursor` is null at its end. */
export interface WalkedPart {
  readonly tally: Tally;
  readonly cursor: string | null;
  readonly isOver: boolean;
}

/** Somebody who would be written to. */
export interface Reached {
  readonly email: string;
  /** Empty where it is not known. */
  readonly zone: string;
}

/** Walks through an audience in the order of its leads' ids and asks the gates of delivery about them. */
@Injectable()
export class AudienceWalk {
  constructor(
    private readonly leads: LeadService,
    private readonly mail: MailGates,
  ) {}

  /** Goes on behind `cursor` with the next page, and answers whom of it the gates let through. */
  async step(
    ownerId: string,
    { audience, settings }: WalkedMailing,
    { tally, cursor }: Pick<WalkedPart, 'tally' | 'cursor'>,
  ): Promise<WalkedPart & { reached: Reached[] }> {
    const members = await this.leads.audience(ownerId, audience, cursor, PAGE);
    const isOver = members.length < PAGE;
    const last = members.at(-1)?.leadId ?? cursor;
    const isJudged = tally.audience < EXACT_AT_MOST || Math.floor(tally.audience / PAGE) % ONE_OF === 0;
    if (!isJudged) return { cursor: last, isOver, tally: passedOver(tally, members.length), reached: [] };
    const judged = await this.judged(ownerId, settings, members);
    return {
      cursor: last,
      isOver,
      tally: counted(tally, judged),
      reached: judged.flatMap(({ verdict, zone }, index) =>
        verdict.verdict === 'skip' ? [] : [{ email: members[index]?.email ?? '', zone }],
      ),
    };
  }

  /** Those who are reached, by the mails they have had that the cap counts. */
  async cohorts(
    ownerId: string,
    reached: readonly Reached[],
    cap: FrequencyCap | undefined,
  ): Promise<Cohort[]> {
    const emails = reached.map(({ email }) => email);
    const had = cap ? await this.mail.had(ownerId, emails, cap.hours) : [];
    return cohortsOf(reached.map(({ zone }, index) => ({ zone, had: had[index] ?? [] })));
  }

  private async judged(
    ownerId: string,
    settings: WalkedMailing['settings'],
    members: readonly AudienceMember[],
  ): Promise<Judged[]> {
    const verdicts = await this.mail.verdicts(ownerId, settings, members);
    return verdicts.map((verdict, index) => ({
      verdict,
      zone: zoneOfRecipient(members[index]?.merge ?? {}) ?? '',
    }));
  }
}
