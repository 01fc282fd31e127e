import { type Gate, PASS } from '../delivery/gate.js';

/** What is known of a mail that has a row already. */
export interface MessageFacts {
  readonly state: string;
  /** When it is taken up next; null while it waits for the winner of an experiment. */
  readonly dueAt: string | null;
  readonly now: Date;
}

/** Only what is due is claimed. */
export const due: Gate<MessageFacts> = {
  name: 'due',
  inputs: ({ state, dueAt }) => ({ message: state, due_at: dueAt }),
  judge: ({ state, dueAt, now }) => {
    if (state !== 'queued') return PASS;
    if (dueAt === null) return { verdict: 'wait', reason: 'experiment' };
    const until = new Date(dueAt);
    return until > now ? { verdict: 'wait', reason: 'not_due', until } : PASS;
  },
};
