/** What is done to campaigns. */
const ACTIONS = [
  'launch',
  'start',
  'pause',
  'resume',
  'stop',
  'complete',
  'cancel',
  'archive',
  'unschedule',
  'fail',
  'run',
  'skip',
  'over_budget',
  'request_approval',
  'approve',
  'reject',
] as const;
export type CampaignAction = (typeof ACTIONS)[number];

/** Who does it: the owner, an approver that they have named, or which part of the application for them. */
const ACTORS = ['owner', 'clock', 'delivery', 'budget', 'breaker', 'agent', 'workflow', 'approver'] as const;
export type Actor = (typeof ACTORS)[number];

/** On whose account something is done, and why. */
export interface Cause {
  readonly actor: Actor;
  /** In one sentence, for the owner to read. */
  readonly reason?: string | undefined;
}

export const BY_OWNER: Cause = { actor: 'owner' };

/** One thing that is done to a campaign, as it is remembered. */
export interface Step {
  readonly action: CampaignAction;
  readonly cause: Cause;
  /** What came of it, in one sentence. */
  readonly summary: string;
  /** The outcome by channel, where channels had one. */
  readonly results?: object;
}

/** What a campaign cannot be when a step is refused. */
export const PARTICIPLE: Readonly<Record<CampaignAction, string>> = {
  launch: 'launched',
  start: 'started',
  pause: 'paused',
  resume: 'resumed',
  stop: 'stopped',
  complete: 'completed',
  cancel: 'cancelled',
  archive: 'archived',
  unschedule: 'taken back to its draft',
  fail: 'marked as failed',
  run: 'run',
  skip: 'skipped',
  over_budget: 'over its budget',
  request_approval: 'put up for approval',
  approve: 'approved',
  reject: 'rejected',
};
