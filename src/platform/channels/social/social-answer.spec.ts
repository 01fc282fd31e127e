import fc from 'fast-check';
import { plain, reasonIn, waitOf } from './social-answer.js';

const NOW = Date.parse('2026-11-28T12:00:00Z');

describe('how long a service wants to be left alone', () => {
  it.each([
    [{ 'retry-after': '30' }, 30],
    [{ 'retry-after': '30', 'x-rate-limit-reset': '9999999999' }, 30],
    [{ 'x-rate-limit-reset': String(NOW / 1_000 + 900) }, 900],
    [
      {
        'x-rate-limit-reset': String(NOW / 1_000 + 900),
        'x-user-limit-24hour-remaining': '0',
        'x-user-limit-24hour-reset': String(NOW / 1_000 + 7_200),
      },
      7_200,
    ],
    [
      {
        'x-rate-limit-reset': String(NOW / 1_000 + 900),
        'x-user-limit-24hour-remaining': '3',
        'x-user-limit-24hour-reset': String(NOW / 1_000 + 7_200),
      },
      900,
    ],
    [{ 'ratelimit-reset': '45' }, 45],
    [{ 'ratelimit-reset': '2026-11-28T12:10:00.000Z' }, 600],
    [{ ratelimit: '"200-in-15min";r=0;t=897' }, 897],
    [{ 'x-rate-limit-reset': String(NOW / 1_000 - 5) }, 1],
    [{ 'x-ratelimit-reset': String(NOW / 1_000 + 10 ** 7) }, 86_400],
    [{}, 60],
    [{ 'ratelimit-reset': 'soon', ratelimit: 'x' }, 60],
  ])('is read from %j', (headers, seconds) => {
    expect(waitOf({ headers }, NOW)).toBe(seconds);
  });

  it('is a second at least and a day at most, whatever is said', () => {
    const names = ['retry-after', 'x-rate-limit-reset', 'ratelimit-reset', 'ratelimit'];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), fc.string()), (headers) => {
        const seconds = waitOf({ headers }, NOW);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(86_400);
      }),
    );
  });
});

describe('what a service says went wrong', () => {
  const said = (json: unknown, text = '') =>
    reasonIn({ status: 400, headers: {}, json, text }, { token: 'secret' });

  it.each<[unknown, string]>([
    [{ error: { error_user_msg: 'Too long', message: 'x' } }, 'Too long'],
    [{ errors: [{ message: 'Too long' }] }, 'Too long'],
    [{ title: 'Forbidden', detail: 'Too long' }, 'Too long'],
    [{ error: 'invalid_request', error_description: 'Too long' }, 'Too long'],
    [{ code: 7 }, 'it answered 400'],
    [{ message: 'secret and\r\nmore' }, '… and more'],
  ])('is found in %j', (json, words) => {
    expect(said(json)).toBe(words);
  });

  it('is no page of HTML, and never long', () => {
    expect(said(undefined, '<html>no</html>')).toBe('it answered 400');
    expect(plain('x'.repeat(1_000), 'secret')).toHaveLength(300);
  });
});
