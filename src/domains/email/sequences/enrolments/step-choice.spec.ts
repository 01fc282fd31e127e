import { choiceFor, holds } from './step-choice.js';

const STEP = { key: 'welcome', delay_minutes: 0 };
const FINE = { isThere: true, barred: null, isAtGoal: false, isMeant: true };

describe('what is done with somebody whose step is due', () => {
  it.each([
    [{}, { do: 'send' }],
    [{ isMeant: false }, { do: 'skip' }],
    [
      { isAtGoal: true, isMeant: false },
      { do: 'stop', why: 'goal' },
    ],
    [
      { barred: 'unsubscribed' as const, isAtGoal: true },
      { do: 'stop', why: 'unsubscribed' },
    ],
    [
      { isThere: false, barred: 'bounced' as const },
      { do: 'stop', why: 'lead_gone' },
    ],
  ])('of whom %j is known is to %j', (known, choice) => {
    expect(choiceFor(STEP, { ...FINE, ...known })).toEqual(choice);
  });

  it('is to complete where no step is left', () => {
    expect(choiceFor(undefined, FINE)).toEqual({ do: 'complete' });
  });
});

describe('a condition', () => {
  it.each([
    [undefined, [], true],
    [{ tags: ['a'] }, [true], true],
    [{ tags: ['a'], opened: 'b' }, [true, false], false],
    [{ tags: ['a'], opened: 'b', negate: true }, [true, false], true],
    [{ tags: ['a'], negate: true }, [true], false],
  ])('%j of parts %j is %p', (condition, parts, held) => expect(holds(condition, parts)).toBe(held));
});
