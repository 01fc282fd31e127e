import fc from 'fast-check';
import { hasTargets, shortfalls } from './target-check.js';

const reading = (type: string, value: number, day = '2026-11-01') => ({ type, value, day });

describe('a campaign that is held against its targets', () => {
  it.each([
    [{ conversion: 4 }, 1.99, 1],
    [{ conversion: 4 }, 2, 0],
    [{ conversion_rate: 4 }, 1, 1],
    [{ conversion: '4' }, 1, 0],
    [{ conversion: 0 }, 0, 0],
    [{}, 0, 0],
  ])('that wants %j and reaches %d has %d shortfalls', (kpi_targets, value, count) => {
    const found = shortfalls({ kpi_targets, metrics: {} }, [reading('conversion_rate', value)]);
    expect(found).toHaveLength(count);
  });

  it('is judged by the newest reading, and by its own word where there is none', () => {
    const campaign = { kpi_targets: { roi: 100, conversion: 4 }, metrics: { roi: 10, conversion_rate: 3 } };
    const readings = [reading('roi', 20, '2026-11-01'), reading('roi', 80, '2026-11-02')];
    expect(shortfalls(campaign, readings)).toEqual([]);
    expect(shortfalls(campaign, [])).toEqual([{ metric: 'roi', value: 10, target: 100 }]);
  });

  it('is not judged by what was not measured, nor without a target', () => {
    expect(shortfalls({ kpi_targets: { roi: 100 }, metrics: {} }, [])).toEqual([]);
    expect(hasTargets({ kpi_targets: { impressions: 5 } })).toBe(false);
    expect(hasTargets({ kpi_targets: { roi: 5 } })).toBe(true);
  });

  it('falls short exactly below half, whatever the numbers', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e6, noNaN: true }), number, (target, value) => {
        const found = shortfalls({ kpi_targets: { roi: target }, metrics: {} }, [reading('roi', value)]);
        expect(found.length === 1).toBe(value < target / 2);
      }),
    );
  });
});
