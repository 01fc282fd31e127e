import { Breaker } from './breaker.js';

const START = 1_000_000;
const OPEN_MS = 30_000;

/** One that has failed as often in a row at one moment. */
function after(failures: number): Breaker {
  const breaker = new Breaker();
  for (let failed = 0; failed < failures; failed++) {
    expect(breaker.admits(START)).toBe(true);
    breaker.failed(START);
  }
  return breaker;
}

describe('a breaker', () => {
  it('lets all pass until five calls in a row have failed', () => {
    const breaker = after(4);
    expect([breaker.state(START), breaker.admits(START)]).toEqual(['closed', true]);
    breaker.failed(START);
    expect([breaker.state(START), breaker.admits(START)]).toEqual(['open', false]);
  });

  it('counts anew after a success, but not after a call that told nothing', () => {
    const breaker = after(4);
    breaker.succeeded();
    for (let failed = 0; failed < 4; failed++) breaker.failed(START);
    expect(breaker.state(START)).toBe('closed');
    breaker.toldNothing();
    breaker.failed(START);
    expect(breaker.state(START)).toBe('open');
  });

  it('lets none pass for thirty seconds, then exactly one probe', () => {
    const breaker = after(5);
    expect(breaker.admits(START + OPEN_MS - 1)).toBe(false);
    expect(breaker.state(START + OPEN_MS)).toBe('half-open');
    const admitted = Array.from({ length: 10 }, () => breaker.admits(START + OPEN_MS));
    expect(admitted).toEqual([true, ...Array<boolean>(9).fill(false)]);
    expect(breaker.admits(START + 100 * OPEN_MS)).toBe(false);
  });

  it('closes when the probe succeeds', () => {
    const breaker = after(5);
    breaker.admits(START + OPEN_MS);
    breaker.succeeded();
    expect(breaker.state(START + OPEN_MS)).toBe('closed');
    expect([breaker.admits(START + OPEN_MS), breaker.admits(START + OPEN_MS)]).toEqual([true, true]);
    for (let failed = 0; failed < 4; failed++) breaker.failed(START + OPEN_MS);
    expect(breaker.state(START + OPEN_MS)).toBe('closed');
  });

  it('opens for another thirty seconds when the probe fails, then lets one probe again', () => {
    const breaker = after(5);
    const probed = START + OPEN_MS + 700;
    breaker.admits(probed);
    breaker.failed(probed);
    expect([breaker.state(probed), breaker.admits(probed + OPEN_MS - 1)]).toEqual(['open', false]);
    const admitted = [breaker.admits(probed + OPEN_MS), breaker.admits(probed + OPEN_MS)];
    expect(admitted).toEqual([true, false]);
  });

  it('gives the place of a probe that told nothing to the next, and stays half-open', () => {
    const breaker = after(5);
    breaker.admits(START + OPEN_MS);
    breaker.toldNothing();
    expect(breaker.state(START + OPEN_MS)).toBe('half-open');
    expect([breaker.admits(START + OPEN_MS), breaker.admits(START + OPEN_MS)]).toEqual([true, false]);
  });

  it('keeps its thirty seconds from the last failure of calls that were under way when it opened', () => {
    const breaker = after(5);
    breaker.failed(START + 10_000);
    expect(breaker.state(START + OPEN_MS)).toBe('open');
    expect(breaker.state(START + 10_000 + OPEN_MS)).toBe('half-open');
  });
});
