import fc from 'fast-check';
import { sideBySide } from './side-by-side.js';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('work side by side', () => {
  it('answers in the order of the items, with no more at work at a time than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        async (turns, most) => {
          let atWork = 0;
          let top = 0;
          const answers = await sideBySide(turns, most, async (wait, index) => {
            top = Math.max(top, ++atWork);
            for (let waited = 0; waited < wait; waited++) await turn();
            atWork--;
            return index;
          });
          expect(answers).toEqual(turns.map((_, index) => index));
          expect(top).toBe(Math.min(most, turns.length));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('ends with the first failure, once what was begun has ended, and begins nothing more', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = sideBySide([0, 1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      if (item === 0) throw new Error('first');
      await turn();
      ended.push(item);
      if (item === 1) throw new Error('second');
    });
    await expect(work).rejects.toThrow('first');
    expect({ begun, ended }).toEqual({ begun: [0, 1], ended: [1] });
  });

  it('fails also with what is no error', async () => {
    await expect(sideBySide([1], 1, () => Promise.reject(undefined))).rejects.toBeUndefined();
  });
});
