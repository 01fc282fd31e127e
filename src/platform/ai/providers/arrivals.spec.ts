import fc from 'fast-check';
import type { Dispatcher } from 'undici';
import { withinBounds } from './arrivals.js';

const MOST_OF_AN_EVENT = 1024 * 1024;

/** What becomes of a stream that arrives in these chunks: the bytes that are passed on, and why it was broken off. */
function arrival(chunks: readonly Buffer[]) {
  const told: { passed: number; problem?: string } = { passed: 0 };
  const reader: Dispatcher.DispatchHandler = {
    onResponseData: (_, chunk) => void (told.passed += chunk.length),
  };
  const controller = {
    abort: (reason: Error) => (told.problem ??= reason.message),
  } as unknown as Dispatcher.DispatchController;
  const sender: Dispatcher.Dispatch = (_, handler) => {
    handler.onResponseStart?.(controller, 200, { 'content-type': 'text/event-stream' });
    for (const chunk of chunks) if (told.problem === undefined) handler.onResponseData?.(controller, chunk);
    return true;
  };
  withinBounds(sender)({ path: '/', method: 'POST' }, reader);
  return told;
}

/** The same bytes in chunks of these sizes, then the rest. */
function split(text: string, sizes: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text);
  let at = 0;
  const chunks = sizes.map((size) => bytes.subarray(at, (at += size)));
  return [...chunks, bytes.subarray(at)].filter(({ length }) => length > 0);
}

const NEW_LINE = fc.constantFrom('\n', '\r\n', '\r');
const EVENT = fc.nat(300_000).map((length) => `data: ${'x'.repeat(length)}`);
const SIZES = fc.array(fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 300_000 })), {
  maxLength: 30,
});

describe('a stream of events', () => {
  it('arrives whole, however it is cut into pieces and its lines end', () => {
    fc.assert(
      fc.property(fc.array(EVENT, { maxLength: 12 }), NEW_LINE, SIZES, (events, end, sizes) => {
        const text = events.map((event) => `${event}${end}${end}`).join('');
        expect(arrival(split(text, sizes))).toEqual({ passed: text.length });
      }),
      { numRuns: 60 },
    );
  });

  it.each(['\n', '\r\n', '\r'])('arrives whole when each line %j comes by itself', (end) => {
    const lines = Array.from({ length: 40 }, () => [`data: ${'x'.repeat(50_000)}${end}`, end]).flat();
    const told = arrival(lines.map((line) => Buffer.from(line)));
    expect(told).toEqual({ passed: lines.join('').length });
  });

  it.each(['', '\n', '\r\n', '\r'])('is broken off when one event of many lines %j does not end', (end) => {
    const line = Buffer.from(`data: ${'x'.repeat(10_000)}${end}`);
    const { passed, problem } = arrival(Array<Buffer>(200).fill(line));
    expect(problem).toBe(`An event is larger than ${MOST_OF_AN_EVENT} bytes.`);
    expect(passed).toBeLessThanOrEqual(MOST_OF_AN_EVENT);
  });
});
