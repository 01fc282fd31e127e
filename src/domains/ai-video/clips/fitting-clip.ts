import type { NewClip } from './clip.js';

/** A clip that was begun before and fits in its place. */
export interface FittingClip {
  readonly id: string;
  readonly position: number;
  readonly isMade: boolean;
  readonly hasFile: boolean;
  /** Its provider still keeps it, so that another can go on from it. */
  readonly goesOn: boolean;
}

/** Which of them need not be made anew. Of one film those up to the first gap, and none where the last cannot be gone on from. */
export function reusable(fitting: readonly FittingClip[], clips: readonly NewClip[]): FittingClip[] {
  if (!clips.some(({ follows }) => follows))
    return fitting.filter(({ isMade, hasFile }) => !isMade || hasFile);
  const begun = fitting.filter(({ position }, at) => position === at);
  const last = begun.at(-1);
  if (!last) return [];
  const isUsable = !last.isMade || (begun.length < clips.length ? last.goesOn : last.hasFile);
  return isUsable ? begun : [];
}
