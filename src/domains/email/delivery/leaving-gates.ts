import type { Allowance } from '../limits/allowances.js';
import type { HoldReason } from './hold-reasons.js';
import { type Gate, PASS } from './gate.js';

/** When a mail that may not leave now is looked at again, and why. */
export interface Wait {
  readonly reason: HoldReason;
  readonly until: Date;
}

/** A transport that a mail may go by, as it stands. */
export interface WayFacts {
  readonly transport: string;
  /** It could not be used, and is left alone until then. */
  readonly restingUntil: Date | null;
  readonly allowance: Allowance | null;
}

/** What is known of how a mail would leave: as whom, and by which transports. */
export interface LeavingFacts {
  /** The address of the identity that it is sent from; null for the sender of the platform. */
  readonly from: string | null;
  readonly isVerified: boolean;
  readonly allowance: Allowance | null;
  /** In the order in which they are tried. */
  readonly ways: readonly WayFacts[];
}

/** Asked as the mail is written. */
const identity: Gate<LeavingFacts> = {
  name: 'identity',
  inputs: ({ from, isVerified }) => ({ from_email: from, verified: isVerified }),
  judge: ({ isVerified }) => (isVerified ? PASS : { verdict: 'wait', reason: 'identity_unverified' }),
};

/** The limits of the identity: of a minute, of a day, and of the day of a warm-up. */
const identityLimit: Gate<LeavingFacts> = {
  name: 'identity_limit',
  inputs: ({ allowance }) => toldAllowance(allowance),
  judge: ({ allowance }) => (allowance?.refusal ? { verdict: 'wait', ...allowance.refusal } : PASS),
};

/** One way that is open is enough. */
const transport: Gate<LeavingFacts> = {
  name: 'transport',
  inputs: ({ ways }) => ({
    transports: ways.map(({ transport: id, restingUntil, allowance }) => ({
      id,
      resting_until: restingUntil?.toISOString() ?? null,
      ...toldAllowance(allowance),
    })),
  }),
  judge: ({ ways }) => {
    const waits = ways.map(waitOf);
    const closed = waits.filter((wait) => wait !== undefined);
    return closed.length < waits.length ? PASS : { verdict: 'wait', ...soonest(closed) };
  },
};

/** What a mail meets when its recipient may have it, in this order, before it is handed over. */
export const LEAVING_GATES: readonly Gate<LeavingFacts>[] = [identity, identityLimit, transport];

/** The first of the ways to open again; where there is none at all, it is looked for in a minute. */
export function soonest(waits: readonly Wait[]): Wait {
  const soon: Wait = { reason: 'transport', until: new Date(Date.now() + 60_000) };
  return waits.toSorted((one, other) => +one.until - +other.until)[0] ?? soon;
}

function waitOf({ restingUntil, allowance }: WayFacts): Wait | undefined {
  return restingUntil ? { reason: 'transport', until: restingUntil } : allowance?.refusal;
}

function toldAllowance(allowance: Allowance | null) {
  return {
    per_minute: allowance?.perMinute ?? null,
    per_day: allowance?.perDay ?? null,
    used_today: allowance?.used ?? null,
  };
}
