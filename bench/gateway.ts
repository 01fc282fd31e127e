import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena, BenchPath, Contest, Sample } from './bench-path.ts';
import type { ChatOrder, ChatReport } from './chat-load.ts';
import { tokenOf } from './list.ts';
import { underLoad } from './requests.ts';
import { oneNumber, type Scratch, scratchDatabase } from './scratch.ts';
import { runForJson, type Server, startHandWritten, startProduct } from './server.ts';

const CALLERS = 50;
/** Long enough that so many callers leave the machine time: models take longer still. */
const WAIT_MS = 200;
const GRACE_MS = 15_000;
const KEPT_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;
/** The log writes ten times a second: a row too many would be there after this. */
const SETTLED_AFTER_MS = 300;
/** What the provider counts for each answer. */
const TOKENS = 200;

/** People talk with a model through us, on the platform's key; each answer leaves one usage row. */
export const gateway: BenchPath = {
  name: 'gateway',
  unit: 'req/s',
  async prepare(arena: Arena): Promise<Contest> {
    const scratch = await scratchDatabase(arena);
    const provider = await startHandWritten(arena, 'fake-provider.ts');
    const url = `http://127.0.0.1:${provider.port}/v1`;
    const product = await startProduct(arena, scratch.url, {
      OPENAI_BASE_URL: url,
      OPENAI_API_KEY: 'sk-bench',
      AI_RATE_LIMIT_OPENAI: '0',
      AI_DAILY_BUDGET_CENTS: '0',
    });
    const baseline = await startHandWritten(arena, 'raw-gateway.ts', { OPENAI_BASE_URL: url });
    const authorization = `Bearer ${await tokenOf(randomUUID())}`;
    return {
      product: { round: () => keptRound(arena, scratch, product, authorization) },
      baseline: { round: async () => (await round(arena, scratch, baseline, authorization)).sample },
    };
  },
};

/** A round of the product, after which every answered call has its row. */
async function keptRound(
  arena: Arena,
  scratch: Scratch,
  server: Server,
  authorization: string,
): Promise<Sample> {
  const { owner } = scratch;
  await owner.query('truncate ai_usage');
  const { sample, answered } = await round(arena, scratch, server, authorization);
  const kept = () => oneNumber(owner, `select count(*) from ai_usage where outcome = 'ok'`);
  const until = Date.now() + KEPT_WITHIN_MS;
  while ((await kept()) < answered && Date.now() < until) await sleep(LOOK_EVERY_MS);
  await sleep(SETTLED_AFTER_MS);
  const rows = await oneNumber(owner, 'select count(*) from ai_usage');
  const tokens = await oneNumber(owner, 'select sum(input_tokens + output_tokens) from ai_usage');
  if (rows !== answered || tokens !== answered * TOKENS)
    throw new Error(`${answered} calls were answered, but ${rows} usage rows kept with ${tokens} tokens`);
  return sample;
}

/** First as fast as it goes with a provider that does not wait, then with one that does: whole answers, then streams. */
async function round(
  arena: Arena,
  scratch: Scratch,
  server: Server,
  authorization: string,
): Promise<{ sample: Sample; answered: number }> {
  const { scale } = arena;
  const order = {
    connections: CALLERS,
    head: `POST /api/ai/chat* HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${authorization}`,
    targets: [''],
    body: bodyOf(0, false),
  };
  const { sample, accepted } = await underLoad({ server, scratch }, order, scale);
  const chats = async (stream: boolean): Promise<ChatReport> => {
    const asked: ChatOrder = {
      port: server.port,
      callers: CALLERS,
      secs: scale.secs,
      headers: { authorization, 'content-type': 'application/json' },
      body: bodyOf(WAIT_MS, stream),
      beginWithinMs: WAIT_MS,
    };
    return (await runForJson('chat-load.ts', asked, scale.secs * 1000 + GRACE_MS)) as ChatReport;
  };
  const whole = await chats(false);
  const streams = await chats(true);
  const delays = { p50: whole.p50Millis, p99: whole.p99Millis, firstToken: streams.p50Millis };
  return { sample: { ...sample, delays }, answered: accepted + whole.answered + streams.answered };
}

function bodyOf(waitMs: number, stream: boolean): string {
  const content = `Write three sentences about a spring sale of garden tools; wait ${waitMs} ms.`;
  return JSON.stringify({ messages: [{ role: 'user', content }], ...(stream && { stream }) });
}
