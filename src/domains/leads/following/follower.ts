import { Injectable } from '@nestjs/common';
import type { LeadScope } from '../filters/lead-scope.repository.js';
import { ScoreRepository } from '../scoring/score.repository.js';
import type { NamedRules } from '../scoring/score.repository.js';
import { MemberRepository } from '../segments/member.repository.js';
import { SegmentRepository } from '../segments/segment.repository.js';
import { ChangeRepository } from './change.repository.js';

/** Holds leads against rules for scores first and live segments then, which may ask for the score. */
@Injectable()
export class Follower {
  constructor(
    private readonly changes: ChangeRepository,
    private readonly segments: SegmentRepository,
    private readonly members: MemberRepository,
    private readonly scores: ScoreRepository,
  ) {}

  /**
   * Brings scores and memberships of the leads up to date, without rules the memberships alone. Belongs into a transaction,
   * during which what is written of leads is not noted as a change.
   */
  async follow(
    ownerId: string,
    scope: LeadScope,
    rules: NamedRules | undefined,
  ): Promise<{ processed: number; changed: number }> {
    await this.changes.noteNothing();
    const segments = await this.segments.holdLive(ownerId);
    const outcome = rules ? await this.scores.settle(ownerId, rules, scope) : { processed: 0, changed: 0 };
    if (rules) await this.scores.expectDecay(ownerId, rules.groups, scope);
    if (segments.length > 0) {
      await this.members.settle(ownerId, segments, scope, true);
      const filters = segments.map(({ filter }) => filter);
      await this.members.expect(ownerId, filters, scope);
    }
    return outcome;
  }
}
