import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { envelope, refused, task } from './wire.js';

interface Failure {
  answer: ScriptedAnswer;
  status: number;
  code: string;
  after?: string;
}

const HUGE = Array.from({ length: 6 }, () => ' '.repeat(1024 * 1024));
/** What goes wrong at DataForSEO, and what a caller is told: `keywords/provider-…`. */
export const FAILURES: [string, Failure][] = [
  ['refuses the account', { answer: refused(401, 40100, 'x'), status: 503, code: 'refused' }],
  ['does not know the address of this server', { answer: task(40207, 'x'), status: 503, code: 'refused' }],
  ['wants to be paid', { answer: refused(402, 40200, 'x'), status: 503, code: 'unpaid' }],
  ['finds no money in the account', { answer: task(40210, 'x'), status: 503, code: 'unpaid' }],
  ['is asked too often', { answer: task(40202, 'x'), status: 429, code: 'limited', after: '60' }],
  [
    'says how long it is not to be asked',
    {
      answer: { status: 429, headers: { 'retry-after': '7' }, body: 'slow down' },
      status: 429,
      code: 'limited',
      after: '7',
    },
  ],
  ['breaks', { answer: refused(500, 50000, 'x'), status: 503, code: 'unavailable', after: '30' }],
  ['fails in one task', { answer: task(40101, 'x'), status: 503, code: 'unavailable', after: '30' }],
  ['does not answer', { answer: { ending: 'hang' }, status: 503, code: 'unavailable', after: '30' }],
  ['stops in the middle', { answer: { body: '{"status', ending: 'hang' }, status: 503, code: 'unavailable' }],
  ['hangs up', { answer: { ending: 'reset' }, status: 503, code: 'unavailable' }],
  ['answers with a page', { answer: { body: '<html>' }, status: 503, code: 'unavailable' }],
  ['answers another shape', { answer: { body: { status_code: 'ok' } }, status: 503, code: 'unavailable' }],
  ['answers without a task', { answer: refused(200, 20000, 'Ok.'), status: 503, code: 'unavailable' }],
  [
    'answers with other rows',
    { answer: envelope({ result: [{ items: [{ word: 'x' }] }] }), status: 503, code: 'unavailable' },
  ],
  ['answers without end', { answer: { pieces: HUGE }, status: 503, code: 'unavailable' }],
  [
    'sends us elsewhere',
    {
      answer: { status: 302, headers: { location: 'http://169.254.169.254/' }, body: '' },
      status: 503,
      code: 'unavailable',
    },
  ],
];
