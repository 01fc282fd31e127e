import { Injectable } from '@nestjs/common';
import { MailGates } from '#domains/email/inquiry/mail-gates.service';
import type { AudienceFilter, AudienceMember } from '#domains/leads/audiences/audience';
import { LeadService } from '#domains/leads/lead.service';
import { zoneOfRecipient } from '../execution/audience/recipient-time.js';
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

/** Walks through an audience in the order of its leads' ids and asks the gates of delivery about them. */
@Injectable()
export class AudienceWalk {
  constructor(
    private readonly leads: LeadService,
    private readonly mail: MailGates,
  ) {}

  /** Goes on behind `cursor` with the next page. */
  async step(
    ownerId: string,
    { audience, settings }: WalkedMailing,
    { tally, cursor }: Pick<WalkedPart, 'tally' | 'cursor'>,
  ): Promise<WalkedPart> {
    const members = await this.leads.audience(ownerId, audience, cursor, PAGE);
    const isOver = members.length < PAGE;
    const last = members.at(-1)?.leadId ?? cursor;
    const isJudged = tally.audience < EXACT_AT_MOST || Math.floor(tally.audience / PAGE) % ONE_OF === 0;
    return {
      cursor: last,
      isOver,
      tally: isJudged
        ? counted(tally, await this.judged(ownerId, settings, members))
        : passedOver(tally, members.length),
    };
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
