import type { Risk } from '../risk.js';

/** An answer of a model, or by rules alone when `ai` is false. */
export interface Answered<T> {
  readonly value: T;
  readonly ai: boolean;
}

/** Something a run does besides asking a model. */
export interface Deed {
  /** What it is called within the run; going on with a run finds what it has done by it. */
  readonly key: string;
  readonly input?: unknown;
  /**
   * It must not happen twice, and nobody can ask whether it has: a run that was interrupted during it ends, and says so, in
   * place of doing it again.
   */
  readonly once?: boolean;
  /** `read` when left out. */
  readonly risk?: Risk;
  /** What a person is asked to decide, when the owner wants to be asked: one sentence. */
  readonly says?: string;
}
