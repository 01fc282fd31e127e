import fc from 'fast-check';
import { leadHourOf } from './send-time.js';

const hours = fc.array(
  fc.record({ hour: fc.integer({ min: 0, max: 23 }), opens: fc.integer({ min: 0, max: 50 }) }),
  { maxLength: 30 },
);

describe('when a lead opens mail', () => {
  it('is common advice while nobody has opened anything', () => {
    expect(leadHourOf([], [])).toEqual({ hour: 10, confidence: 0, estimated: true });
  });

  it('is what all readers do while the lead has opened too little', () => {
    const everybody = [{ hour: 18, opens: 90 }];
    expect(leadHourOf([], everybody)).toMatchObject({ hour: 18, estimated: true });
    expect(leadHourOf([{ hour: 7, opens: 2 }], everybody)).toMatchObject({ hour: 18, estimated: true });
  });

  it('is their own hour, surer with each open', () => {
    const everybody = [{ hour: 18, opens: 90 }];
    const [few, many] = [5, 50].map((opens) => leadHourOf([{ hour: 7, opens }], everybody));
    expect([few, many]).toMatchObject([
      { hour: 7, estimated: false },
      { hour: 7, estimated: false },
    ]);
    expect(many!.confidence).toBeGreaterThan(few!.confidence);
  });

  it('knows that midnight has neighbours', () => {
    const own = [23, 0, 1].map((hour) => ({ hour, opens: 3 }));
    expect(leadHourOf([...own, { hour: 12, opens: 4 }], [])).toMatchObject({ hour: 0 });
  });

  it('is an hour of the day and never certain, whatever was opened', () => {
    fc.assert(
      fc.property(hours, hours, (own, everybody) => {
        const { hour, confidence } = leadHourOf(own, everybody);
        expect(Number.isInteger(hour) && hour >= 0 && hour <= 23).toBe(true);
        expect(confidence >= 0 && confidence <= 99).toBe(true);
      }),
    );
  });
});
