import type { KeptTrip } from './breaker.repository.js';

const WHAT: Record<KeptTrip['rate'], string> = {
  hard_bounce: 'addresses that do not exist',
  complaint: 'complaints',
  failure: 'failures',
};

type Counted = Pick<KeptTrip, 'rate' | 'percent' | 'limit_percent' | 'mails' | 'troubled'>;

/** Why a mailing was paused, in one sentence. */
export function reasonOf({ rate, percent, limit_percent, mails, troubled }: Counted): string {
  return `${troubled} ${WHAT[rate]} of ${mails} mails (${rounded(percent)} %) are more than the ${limit_percent} % that are allowed.`;
}

export function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}
