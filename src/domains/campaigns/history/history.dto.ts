import type { CampaignStatus } from '../campaign-state.js';
import type { Actor, CampaignAction } from './step.js';

/** One thing that was done to a campaign. */
export class CampaignEvent {
  id!: string;
  /** @example 'pause' */
  action!: CampaignAction;
  /** Where the campaign stood; null for what was done before this was kept. @example 'active' */
  from!: CampaignStatus | null;
  /** Where it stood then; the same where it stayed. @example 'paused' */
  to!: CampaignStatus | null;
  /** Who did it: you, an approver that you have named, or which part of the application for you. @example 'owner' */
  actor!: Actor;
  /** Whose campaign it is. */
  user_id!: string;
  /** Why, where that was said. @example 'The offer has changed' */
  reason!: string | null;
  /** What came of it. @example 'Campaign paused successfully' */
  summary!: string;
  /** The outcome by channel, where channels had one. */
  results!: Record<string, unknown>;
  /** @example '2026-11-28T11:00:00.123456Z' */
  at!: string;
}
