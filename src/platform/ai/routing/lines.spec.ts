import type { Settings } from '#platform/config/settings';
import { AiFailure } from '../providers/ai-failure.js';
import type { Pass } from './breaker.js';
import { Line, LineClosed, Lines } from './lines.js';

const START = Date.now();
const OPEN_MS = 30_000;
const PLAIN: Pass = { isProbe: false };

/** What comes of a call that would enter now. */
function told(line: Line, now: number): string {
  try {
    line.queue(0, now);
    line.enter(0, now);
    return 'in';
  } catch (error) {
    if (error instanceof LineClosed) return 'closed';
    return error instanceof AiFailure ? `${error.kind} ${error.retryAfterMs}` : 'unforeseen';
  }
}

/** A line whose provider has failed until it is left alone. */
function closed(perMinute = 0): { line: Line; probesAt: number } {
  const line = new Line('openai', perMinute);
  for (let failed = 0; failed < 5; failed++) {
    line.queue(0);
    line.enter(0);
    line.left(new AiFailure('openai', 'unavailable', 'no connection'), PLAIN);
  }
  return { line, probesAt: Date.now() + OPEN_MS };
}

describe('a line to a provider', () => {
  it('that has been failing is closed, though its provider has asked to wait besides', () => {
    const { line } = closed();
    line.left(new AiFailure('openai', 'limited', 'slow down', 60_000), PLAIN);
    expect(told(line, START)).toBe('closed');
  });

  it('lets one probe in half a minute later', () => {
    const { line, probesAt } = closed();
    expect([told(line, probesAt), told(line, probesAt)]).toEqual(['in', 'closed']);
  });

  it('leaves the place of the probe free when that has to wait', () => {
    const { line, probesAt } = closed();
    line.left(new AiFailure('openai', 'limited', 'slow down', 2 * OPEN_MS), PLAIN);
    expect(told(line, probesAt)).toMatch(/^limited \d+$/);
    expect(told(line, probesAt + 2 * OPEN_MS)).toBe('in');
  });

  it('lets those who wait for its provider come back one by one, not all in the moment it named', () => {
    const line = new Line('openai', 0);
    line.left(new AiFailure('openai', 'limited', 'slow down', 1_000), PLAIN);
    const turns = Array.from({ length: 20 }, () => line.queue(10_000, START));
    expect(Math.min(...turns)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...turns) - Math.min(...turns)).toBeGreaterThan(50);
  });

  it('makes a call whose turn has come wait once more where the provider has asked for it meanwhile', () => {
    const line = new Line('openai', 0);
    expect(line.queue(10_000)).toBe(0);
    line.left(new AiFailure('openai', 'limited', 'slow down', 1_000), PLAIN);
    expect(line.enter(10_000)).toBeGreaterThan(900);
    expect(line.enter(0, Date.now() + 1_001)).toEqual(PLAIN);
  });

  it('waits as long as a provider in trouble has asked for, and says that it is in trouble', () => {
    const line = new Line('anthropic', 0);
    line.left(new AiFailure('anthropic', 'unavailable', '529 overloaded', 60_000), PLAIN);
    expect(told(line, Date.now())).toMatch(/^unavailable (59|60)\d{3}$/);
    expect(line.state().pausedUntil).not.toBeNull();
    expect(told(line, Date.now() + 60_001)).toBe('in');
  });

  it('waits for nobody who has failed without asking for it', () => {
    const line = new Line('anthropic', 0);
    line.left(new AiFailure('anthropic', 'unavailable', 'no connection'), PLAIN);
    expect([told(line, Date.now()), line.state().pausedUntil]).toEqual(['in', null]);
  });

  it('tells how long to wait when the provider has asked for it, or our own limit is reached', () => {
    const line = new Line('openai', 2);
    const now = Date.now() + 1_000;
    expect([told(line, now), told(line, now), told(line, now)]).toEqual(['in', 'in', 'limited 30000']);
  });
});

describe('the lines of a process', () => {
  it('are as many as there is room for; the one unused for longest is forgotten', () => {
    const lines = new Lines({ aiRateLimit: () => 0 } as unknown as Settings);
    const [used, unused] = [lines.of('openai', 'used'), lines.of('openai', 'unused')];
    for (let others = 0; others < 10_000; others++) {
      lines.of('openai', `${others}`);
      lines.of('openai', 'used');
    }
    expect(lines.of('openai', 'used')).toBe(used);
    expect(lines.of('openai', 'unused')).not.toBe(unused);
  });
});
