import type { NewClip } from './clip.js';
import { type FittingClip, reusable } from './fitting-clip.js';

const clips = (count: number, follows: boolean) =>
  Array.from({ length: count }, (_, position) => ({
    position,
    follows: follows && position > 0,
  })) as NewClip[];
const fits = (position: number, more: Partial<FittingClip> = {}): FittingClip => ({
  id: `clip ${position}`,
  position,
  isMade: true,
  hasFile: true,
  goesOn: true,
  ...more,
});
const positions = (fitting: FittingClip[], wanted: NewClip[]) =>
  reusable(fitting, wanted).map(({ position }) => position);

describe('what there is of a video that failed', () => {
  it('is used where each clip is its own, but for files that are gone', () => {
    expect(positions([fits(0), fits(1, { hasFile: false }), fits(3)], clips(4, false))).toEqual([0, 3]);
  });

  it('is used of one film up to the first gap', () => {
    expect(positions([fits(0, { hasFile: false }), fits(1), fits(3)], clips(4, true))).toEqual([0, 1]);
  });

  it('is of no use where its provider keeps no longer what is to go on', () => {
    expect(positions([fits(0), fits(1, { goesOn: false })], clips(3, true))).toEqual([]);
    expect(positions([fits(0, { goesOn: false }), fits(1, { goesOn: false })], clips(2, true))).toEqual([
      0, 1,
    ]);
  });

  it('is waited for where it is being made', () => {
    expect(positions([fits(0), fits(1, { isMade: false, goesOn: false })], clips(3, true))).toEqual([0, 1]);
  });
});
