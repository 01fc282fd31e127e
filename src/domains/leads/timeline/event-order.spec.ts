import fc from 'fast-check';
import { newerFirst } from './event-order.js';

const at = (seconds: string) => ({ at: `2026-01-01T00:00:${seconds}Z`, id: 'a' });

describe('events', () => {
  it('are newest first, however short Postgres writes a fraction', () => {
    const sorted = [at('01'), at('00.12'), at('00.123'), at('00'), at('00.1')].toSorted(newerFirst);
    expect(sorted).toEqual([at('01'), at('00.123'), at('00.12'), at('00.1'), at('00')]);
  });

  it('of one moment are told apart by their ids', () => {
    const event = fc.record({
      at: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z'),
      id: fc.uuid(),
    });
    fc.assert(
      fc.property(event, event, (one, other) => {
        expect(newerFirst(one, other)).toBe(-newerFirst(other, one) + 0);
        if (one.at === other.at && one.id > other.id) expect(newerFirst(one, other)).toBe(-1);
      }),
    );
  });
});
