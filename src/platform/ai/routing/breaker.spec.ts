import { Breaker, type Pass } from './breaker.js';

const START = 1_000_000;
const OPEN_MS = 30_000;
/** That of a call which began while all passed. */
const PLAIN: Pass = { isProbe: false };

/** How it lets so many calls pass that ask one after the other. */
function passes(breaker: Breaker, calls: number, now: number): string[] {
  return Array.from({ length: calls }, () => {
    const pass = breaker.admits(now);
    return pass ? (pass.isProbe ? 'probe' : 'passes') : 'none';
  });
}

/** One that has just let its probe pass. */
function probed(): { breaker: Breaker; probe: Pass } {
  const breaker = after(5);
  const probe = breaker.admits(START + OPEN_MS);
  if (!probe) throw new Error('It let no probe pass.');
  return { breaker, probe };
}

/** One that has failed as often in a row at one moment. */
function after(failures: number): Breaker {
  const breaker = new Breaker();
  for (let failed = 0; failed < failures; failed++) {
    expect(passes(breaker, 1, START)).toEqual(['passes']);
    breaker.failed(START);
  }
  return breaker;
}

describe('a breaker', () => {
  it('lets all pass until five calls in a row have failed', () => {
    const breaker = after(4);
    expect([breaker.state(START), ...passes(breaker, 1, START)]).toEqual(['closed', 'passes']);
    breaker.failed(START);
    expect([breaker.state(START), ...passes(breaker, 1, START)]).toEqual(['open', 'none']);
  });

  it('counts anew after a success, but not after a call that told nothing', () => {
    const breaker = after(4);
    breaker.succeeded();
    for (let failed = 0; failed < 4; failed++) breaker.failed(START);
    expect(breaker.state(START)).toBe('closed');
    breaker.toldNothing(PLAIN);
    breaker.failed(START);
    expect(breaker.state(START)).toBe('open');
  });

  it('lets none pass for thirty seconds, then exactly one probe', () => {
    const breaker = after(5);
    expect(breaker.admits(START + OPEN_MS - 1)).toBeNull();
    expect(breaker.state(START + OPEN_MS)).toBe('half-open');
    expect(passes(breaker, 10, START + OPEN_MS)).toEqual(['probe', ...Array<string>(9).fill('none')]);
    expect(breaker.admits(START + 100 * OPEN_MS)).toBeNull();
  });

  it('closes when the probe succeeds', () => {
    const { breaker } = probed();
    breaker.succeeded();
    expect(breaker.state(START + OPEN_MS)).toBe('closed');
    expect(passes(breaker, 2, START + OPEN_MS)).toEqual(['passes', 'passes']);
    for (let failed = 0; failed < 4; failed++) breaker.failed(START + OPEN_MS);
    expect(breaker.state(START + OPEN_MS)).toBe('closed');
  });

  it('opens for another thirty seconds when the probe fails, then lets one probe again', () => {
    const breaker = after(5);
    const at = START + OPEN_MS + 700;
    breaker.admits(at);
    breaker.failed(at);
    expect([breaker.state(at), breaker.admits(at + OPEN_MS - 1)]).toEqual(['open', null]);
    expect(passes(breaker, 2, at + OPEN_MS)).toEqual(['probe', 'none']);
  });

  it('gives the place of a probe that told nothing to the next, and stays half-open', () => {
    const { breaker, probe } = probed();
    breaker.toldNothing(probe);
    expect(breaker.state(START + OPEN_MS)).toBe('half-open');
    expect(passes(breaker, 2, START + OPEN_MS)).toEqual(['probe', 'none']);
  });

  it('keeps the place of a probe that is under way when a call ends that began before and told nothing', () => {
    const { breaker } = probed();
    breaker.toldNothing(PLAIN);
    expect(breaker.admits(START + OPEN_MS)).toBeNull();
  });

  it('keeps the place of the next probe when one of before ends and told nothing', () => {
    const { breaker, probe } = probed();
    breaker.failed(START + OPEN_MS);
    expect(passes(breaker, 1, START + 2 * OPEN_MS)).toEqual(['probe']);
    breaker.toldNothing(probe);
    expect(breaker.admits(START + 2 * OPEN_MS)).toBeNull();
  });

  it('keeps its thirty seconds from the last failure of calls that were under way when it opened', () => {
    const breaker = after(5);
    breaker.failed(START + 10_000);
    expect(breaker.state(START + OPEN_MS)).toBe('open');
    expect(breaker.state(START + 10_000 + OPEN_MS)).toBe('half-open');
  });
});
