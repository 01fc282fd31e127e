import { setTimeout as sleep } from 'node:timers/promises';
import { spyOn } from 'jest-mock';
import { Ai } from '#platform/ai/ai';
import type { AiProviderId } from '#platform/ai/ai-request';
import type { ScriptedAnswer, ScriptedServer } from '../../support/scripted-server.js';
import { until } from '../../support/until.js';
import {
  afterFirstWord,
  beforeFirstWord,
  claude,
  FIRST_WORD,
  openAi,
  WAIT_SECONDS,
  wholly,
  WIRE_FORMATS,
  type WireFormat,
} from './failing.js';
import { AFTER_THE_FIRST_WORD, LEFT_TO_OTHERS, OUTCOMES, type Row, TOLD_AT_ONCE } from './failure-rows.js';
import { eventsIn, Gateway, HEADLINE, MODELS, say, type UsageRow } from './gateway.js';
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
function expectRow(
  row: UsageRow | undefined,
  id: AiProviderId,
  { outcome, used = 'nothing' }: Pick<Row<unknown>, 'outcome' | 'used'>,
) {
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

describe('When nobody waits for the answer any more', () => {
  it.each(WIRE_FORMATS)('the provider is left, and what was sent counts: $company', async ({ id }) => {
    for (const stream of [false, true]) {
      gateway.clear();
      gateway[id].will({ ending: 'hang' });
      const marketer = await gateway.marketer(id);
      const leaving = new AbortController();
      const answer = marketer.client
        .open('POST', CHAT, say(QUESTION, { stream }), leaving.signal)
        .catch(() => 'gone');
      await until('the provider was asked', () => gateway[id].requests.length > 0);
      leaving.abort();
      expect(await answer).toBe('gone');
      expect(await gateway[id].last.closed).toBe('early');
      const [row, ...others] = await gateway.usage(marketer.id, 1);
      expect(others).toEqual([]);
      expectRow(row, id, { outcome: 'cancelled', used: 'sent' });
    }
  });
});

describe('When a model does not keep to the form', () => {
  it.each(WIRE_FORMATS)('it may correct itself once, and both rounds count: $company', async (format) => {
    const { id, says } = format;
    for (const [second, outcome] of [
      ['{"title":"Spring","tags":[]}', 'ok'],
      ['never', 'invalid-output'],
    ] as const) {
      gateway.clear();
      gateway[id].will(says('no'), says(second));
      const { id: userId } = await gateway.marketer(id);
      const asking = gateway.app.get(Ai).answer({ ...(await gateway.request()), userId }, HEADLINE);
      if (outcome === 'ok') expect((await asking).value.title).toBe('Spring');
      else await expect(asking).rejects.toMatchObject({ code: 'ai/invalid-output' });
      const rows = await gateway.usage(userId, 1);
      expect(rows.at(-1)?.outcome).toBe(outcome);
      const sum = (count: (row: UsageRow) => number) => rows.reduce((total, row) => total + count(row), 0);
      expect({
        input: sum((row) => row.input_tokens),
        cachedInput: sum((row) => row.cached_input_tokens),
        output: sum((row) => row.output_tokens),
      }).toEqual({
        input: 2 * COUNTED.input,
        cachedInput: 2 * COUNTED.cachedInput,
        output: 2 * COUNTED.output,
      });
    }
  });
});

describe('Whatever a provider did', () => {
  it.each(WIRE_FORMATS)('left a row for every outcome there is: $company', async ({ id }) => {
    const rows = await gateway.app.sql<{ outcome: string }>(
      'select distinct outcome from ai_usage where provider = $1',
      [id],
    );
    expect(rows.map(({ outcome }) => outcome).toSorted()).toEqual(Object.keys(OUTCOMES).toSorted());
  });

  it('left no rejection that nobody handled', async () => {
    await new Promise(setImmediate);
    expect(unhandled).toEqual([]);
  });
});
