import { setTimeout as sleep } from 'node:timers/promises';
import { spyOn } from 'jest-mock';
import type { AiProviderId } from '#platform/ai/ai-request';
import type { ScriptedAnswer, ScriptedServer } from '../../support/scripted-server.js';
import {
  afterFirstWord,
  beforeFirstWord,
  claude,
  type Failure,
  FIRST_WORD,
  type LaterFailure,
  openAi,
  WAIT_SECONDS,
  wholly,
  WIRE_FORMATS,
  type WireFormat,
} from './failing.js';
import { eventsIn, Gateway, MODELS, say, type UsageRow } from './gateway.js';
import { COUNTED } from './wire/counted.js';

const CHAT = '/api/ai/chat';
const DEADLINE_MS = 60_000;
/** What one attempt may take, and nothing else does. It passes when a test says so. */
const ATTEMPT_MS = 25_000;
const TRIES_AT_MOST = 3;
const NOTHING = { input: 0, cachedInput: 0, output: 0 };
const QUESTION = 'Write a line about spring.';

let gateway: Gateway;
const { setTimeout: setTimer } = globalThis;
const timer = spyOn(globalThis, 'setTimeout');
const timeOuts: (() => void)[] = [];
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeAll(async () => {
  process.on('unhandledRejection', note);
  timer.mockImplementation(((work: () => void, ms?: number, ...more: []) => {
    if (ms === ATTEMPT_MS) timeOuts.push(work);
    // Of all times to wait, only the pause before the next try is a fraction: nobody waits for it.
    return setTimer(work, Number.isInteger(ms) ? ms : 0, ...more);
  }) as typeof setTimeout);
  gateway = await Gateway.start({ AI_TIMEOUT_MS: `${ATTEMPT_MS}` });
});
afterAll(async () => {
  timer.mockRestore();
  process.off('unhandledRejection', note);
  await gateway.close();
});

interface Row<Does> {
  does: Does;
  status: number;
  code: string;
  outcome: string;
  /** How often it is asked. */
  tries?: number;
  /** What each try has used: `sent` is about what was sent and came before it was cut off. */
  used?: 'nothing' | 'counted' | 'sent';
}

const unavailable = { status: 503, code: 'ai/unavailable', outcome: 'unavailable' };
const timedOut = { status: 503, code: 'ai/timed-out', outcome: 'timeout' };
const refused = { status: 422, code: 'ai/refused', outcome: 'refused' };

/** Somebody else answers, if there is somebody. */
const LEFT_TO_OTHERS: Row<Failure>[] = [
  { does: 'is asked too often', status: 429, code: 'ai/limited', outcome: 'limited' },
  { does: 'has nothing left to spend', status: 503, code: 'ai/quota-spent', outcome: 'quota' },
  { does: 'hangs', ...timedOut, used: 'sent' },
  { does: 'breaks', ...unavailable, tries: 3 },
  { does: 'is overloaded', ...unavailable, tries: 3 },
  { does: 'resets the connection', ...unavailable, tries: 3, used: 'sent' },
  { does: 'is cut off', ...unavailable, tries: 3, used: 'sent' },
  { does: 'sends what nobody can read', ...unavailable, tries: 3, used: 'sent' },
  { does: 'says nothing', ...unavailable, tries: 3, used: 'counted' },
];
const TOLD_AT_ONCE: Row<Failure>[] = [
  { does: 'does not know the key', status: 422, code: 'ai/key-refused', outcome: 'key-refused' },
  { does: 'does not take the request', status: 422, code: 'ai/request-rejected', outcome: 'rejected' },
  { does: 'reads less than this', status: 422, code: 'ai/context-too-long', outcome: 'too-long' },
  { does: 'declines', ...refused, used: 'counted' },
  { does: 'filters the content', ...refused },
];
const AFTER_THE_FIRST_WORD: Row<LaterFailure>[] = [
  { does: 'hangs', ...timedOut, used: 'sent' },
  { does: 'is overloaded', ...unavailable, used: 'sent' },
  { does: 'resets the connection', ...unavailable, used: 'sent' },
  { does: 'is cut off', ...unavailable, used: 'sent' },
  { does: 'sends what nobody can read', ...unavailable, used: 'sent' },
  { does: 'declines', ...refused, used: 'counted' },
  { does: 'filters the content', ...refused, used: 'sent' },
];

interface Way {
  stream: boolean;
  hasOther: boolean;
}

/** The time-out of the attempt comes: once it is asked, or once what it has said is heard. */
async function timePasses(server: ScriptedServer, { pieces = [] }: ScriptedAnswer): Promise<void> {
  const timersSet = pieces.some((piece) => piece.includes(FIRST_WORD)) ? 2 : 1;
  while (timeOuts.length < timersSet || server.requests.length === 0) await sleep(1);
  for (const comes of timeOuts.splice(0)) comes();
}

/** Asks a company that fails; behind it there may be another one, which answers. */
async function ask({ id }: WireFormat, failing: ScriptedAnswer, { stream, hasOther }: Way) {
  gateway.clear();
  timeOuts.length = 0;
  const other = id === 'openai' ? claude : openAi;
  gateway[id].will(...Array<ScriptedAnswer>(TRIES_AT_MOST).fill(failing));
  gateway[other.id].will(stream ? other.streams('I am ', 'here.') : other.says('I am here.'));
  const marketer = await gateway.marketer(id, ...(hasOther ? [other.id] : []));
  const startedAt = Date.now();
  const answering = marketer.client.post(CHAT, say(QUESTION, { provider: id, stream }));
  if (failing.ending === 'hang') await timePasses(gateway[id], failing);
  const answer = await answering;
  expect(Date.now() - startedAt).toBeLessThan(DEADLINE_MS);
  expect(answer.text).not.toContain('scripted');
  return {
    ...answer,
    other: other.id,
    asked: gateway[id].requests,
    askedOfOther: gateway[other.id].requests.length,
    usage: (rows: number) => gateway.usage(marketer.id, rows),
  };
}

/** What the row of one attempt says: whose it is, how it ended, and what it has used. */
function expectRow(row: UsageRow | undefined, id: AiProviderId, { outcome, used = 'nothing' }: Row<Failure>) {
  expect(row).toMatchObject({
    provider: id,
    model: MODELS[id],
    outcome,
    feature: 'ai.chat',
    key_owner: 'user',
  });
  const { input_tokens: input, cached_input_tokens: cachedInput, output_tokens: output } = row ?? {};
  if (used === 'sent') expect(input).toBeGreaterThanOrEqual(QUESTION.length / 4);
  else expect({ input, cachedInput, output }).toEqual(used === 'counted' ? COUNTED : NOTHING);
  expect((row?.cost_micros ?? 0) > 0).toBe(used !== 'nothing');
}

describe.each([...LEFT_TO_OTHERS, ...TOLD_AT_ONCE])('When a provider $does', (row) => {
  const { does, status, code, tries = 1 } = row;
  const isLeftToOthers = LEFT_TO_OTHERS.includes(row);
  const failing = (format: WireFormat, stream: boolean) =>
    stream ? beforeFirstWord(format, does) : wholly(format, does);

  it.each(WIRE_FORMATS)(`the caller is told ${code}: $company`, async (format) => {
    for (const stream of [false, true]) {
      const answer = await ask(format, failing(format, stream), { stream, hasOther: !isLeftToOthers });
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      if (code === 'ai/limited') expect(answer.headers.get('retry-after')).toBe(`${WAIT_SECONDS}`);
      if (code === 'ai/unavailable') expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect([answer.asked.length, answer.askedOfOther]).toEqual([tries, 0]);
      const rows = await answer.usage(tries);
      expect(rows).toHaveLength(tries);
      for (const one of rows) expectRow(one, format.id, row);
      if (does === 'hangs') expect(await answer.asked[0]?.closed).toBe('early');
    }
  });

  if (!isLeftToOthers) return;
  it.each(WIRE_FORMATS)('another one answers, if there is one: $company', async (format) => {
    for (const stream of [false, true]) {
      const answer = await ask(format, failing(format, stream), { stream, hasOther: true });
      expect(answer.status).toBe(200);
      const told = stream ? eventsIn(answer.text).at(-1) : { event: 'end', data: answer.body.data };
      expect(told).toMatchObject({ event: 'end', data: { text: 'I am here.', provider: answer.other } });
      expect([answer.asked.length, answer.askedOfOther]).toEqual([tries, 1]);
      const rows = await answer.usage(tries + 1);
      expect(rows).toHaveLength(tries + 1);
      expectRow(rows.pop(), answer.other, { ...row, outcome: 'ok', used: 'counted' });
      for (const one of rows) expectRow(one, format.id, row);
    }
  });
});

describe.each(AFTER_THE_FIRST_WORD)('When a provider $does after its first word', (row) => {
  it.each(WIRE_FORMATS)(
    `the stream ends with ${row.code}, and nobody else is asked: $company`,
    async (format) => {
      const answer = await ask(format, afterFirstWord(format, row.does), { stream: true, hasOther: true });
      expect(answer.status).toBe(200);
      const [first, last, ...more] = eventsIn(answer.text);
      expect(first).toEqual({ event: 'delta', data: { text: FIRST_WORD } });
      expect(last).toMatchObject({ event: 'error', data: { success: false, code: row.code } });
      expect(more).toEqual([]);
      expect([answer.asked.length, answer.askedOfOther]).toEqual([1, 0]);
      const [one, ...others] = await answer.usage(1);
      expect(others).toEqual([]);
      expectRow(one, format.id, row);
      if (row.used === 'sent') expect(one?.output_tokens).toBeGreaterThanOrEqual(FIRST_WORD.length / 4);
      if (row.does === 'hangs') expect(await answer.asked[0]?.closed).toBe('early');
    },
  );
});

describe('Whatever a provider did', () => {
  it('left no rejection that nobody handled', async () => {
    await new Promise(setImmediate);
    expect(unhandled).toEqual([]);
  });
});
