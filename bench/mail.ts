import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import type { Arena, BenchPath, Contest, Sample } from './bench-path.ts';
import { tokenOf } from './list.ts';
import { cpuMicros, residentBytes } from './machine.ts';
import { cpuBetween, databaseCpu, oneNumber, type Scratch, scratchDatabase } from './scratch.ts';
import { seedLeads } from './seed.ts';
import { freePort, runForJson, type Server, startHandWritten, startProduct } from './server.ts';

const RECIPIENTS = 100_000;
const SMOKE_RECIPIENTS = 3_000;
const POLL_MS = 20;
const DONE_WITHIN_MS = 600_000;
/** A mail that arrives so long after the answer to a pause came was not stopped by it; then nothing more is waited for. */
const QUIET_MS = 3_000;
const MIB = 2 ** 20;
/** A third of it is enough; with the whole machine to fill, V8 would leave garbage lying, and growth would say nothing. */
const HEAP_MIB = 512;

const BODY = `<h1>Hello {{ first_name | default: "there" }}</h1>${'<p>News for {{ company }} from our team, which has been at work on what you asked for.</p>'.repeat(12)}<p><a href="https://example.com/news">Read on</a> or <a href="https://example.com/shop">visit us</a>.</p>`;

interface Stage {
  readonly scratch: Scratch;
  readonly server: Server;
  readonly sink: Sink;
  readonly recipients: number;
  readonly headers: Readonly<Record<string, string>>;
}

interface SinkState {
  readonly taken: number;
  readonly bytes: number;
  readonly distinct: number;
  /** Milliseconds since 1970. */
  readonly lastAt: number;
}

/** Where the mail of both sides arrives. */
class Sink {
  readonly port: number;
  private readonly server: Server;

  constructor(server: Server, port: number) {
    this.server = server;
    this.port = port;
  }

  async state(): Promise<SinkState> {
    return (await (await this.ask('state')).json()) as SinkState;
  }

  async latest(): Promise<string> {
    return (await this.ask('latest')).text();
  }

  async reset(): Promise<void> {
    await this.ask('reset');
  }

  /** Waits for so many mails; answers when the last one came. */
  async until(count: number): Promise<SinkState> {
    for (const end = Date.now() + DONE_WITHIN_MS; Date.now() < end; await sleep(POLL_MS)) {
      const state = await this.state();
      if (state.taken >= count) return state;
    }
    throw new Error(`${count} mails did not arrive in time`);
  }

  private ask(what: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.server.port}/${what}`);
  }
}

/** A campaign is launched to all leads of an owner; done when the last mail was handed over. */
export const mail: BenchPath = {
  name: 'mail',
  unit: 'mails/s',
  async prepare(arena: Arena): Promise<Contest> {
    const scratch = await scratchDatabase(arena);
    const ownerId = randomUUID();
    const recipients = arena.scale.size ?? (arena.scale.smoke ? SMOKE_RECIPIENTS : RECIPIENTS);
    await seedLeads(scratch, ownerId, recipients * 2);
    const smtpPort = await freePort();
    const sinkServer = await startHandWritten(arena, 'mail-sink.ts', { SMTP_PORT: String(smtpPort) });
    const sink = new Sink(sinkServer, smtpPort);
    const server = await startProduct(arena, scratch.url, {
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      MAIL_FROM: 'Bench <bench@example.com>',
      BACKEND_URL: 'https://mail.example.com',
      NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}`,
    });
    const headers = {
      authorization: `Bearer ${await tokenOf(ownerId)}`,
      'content-type': 'application/json',
    };
    const stage: Stage = { scratch, server, sink, recipients, headers };
    return {
      product: { round: () => throughProduct(stage) },
      baseline: { round: () => throughPool(stage) },
    };
  },
};

async function throughProduct(stage: Stage): Promise<Sample> {
  const { scratch, server, sink, recipients } = stage;
  await sink.reset();
  const databaseBefore = await databaseCpu(scratch);
  const before = cpuMicros(server.pid);
  const began = performance.timeOrigin + performance.now();
  const id = await launched(stage);
  await sink.until(Math.ceil(recipients / 5));
  const early = residentBytes(server.pid);
  const { lastAt } = await sink.until(recipients);
  const growth = (residentBytes(server.pid) - early) / MIB;
  const after = cpuMicros(server.pid);
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  await eachOnce(stage, id);
  return {
    rate: (recipients * 1_000) / (lastAt - began),
    cpuMicros: before === null || after === null ? null : (after - before) / recipients,
    databaseMicros: database === null ? null : database / recipients,
    p99Millis: null,
    figures: { 'MiB more': growth, 'pause s': await secondsToPause(stage) },
  };
}

/** How long mail goes on arriving once its owner has asked for a pause, in the middle of a mailing at full rate. */
async function secondsToPause(stage: Stage): Promise<number> {
  const { sink, recipients } = stage;
  await sink.reset();
  const id = await launched(stage);
  await sink.until(Math.ceil(recipients / 4));
  const asked = performance.timeOrigin + performance.now();
  await call(stage, `/api/campaigns/${id}/pause`);
  let state = await sink.state();
  for (let quiet = 0; quiet < QUIET_MS; quiet += 100) {
    await sleep(100);
    const now = await sink.state();
    if (now.taken !== state.taken) quiet = 0;
    state = now;
  }
  await call(stage, `/api/campaigns/${id}/stop`);
  if (state.taken >= recipients) throw new Error('the mailing was over before it could be paused');
  return Math.max(0, state.lastAt - asked) / 1_000;
}

/** The pool composes what the product has composed, and sends it to as many addresses. */
async function throughPool(stage: Stage): Promise<Sample> {
  const { sink, recipients } = stage;
  const sample = await sink.latest();
  const { subject = '', html = '', text = '', headers } = await PostalMime.parse(sample);
  const kept = headers.filter(({ key }) =>
    /^(?:list-unsubscribe|list-unsubscribe-post|x-campaign-id)$/.test(key),
  );
  await sink.reset();
  const order = {
    port: sink.port,
    count: recipients,
    subject,
    html,
    text,
    headers: Object.fromEntries(kept.map(({ originalKey, value }) => [originalKey, value])),
  };
  const told = await runForJson('raw-mail.ts', order, DONE_WITHIN_MS);
  const { seconds, cpuMicros: cpu } = told as { seconds: number; cpuMicros: number };
  const { taken, bytes } = await sink.state();
  if (taken !== recipients) throw new Error(`the pool sent ${recipients} mails, ${taken} arrived`);
  const size = bytes / taken;
  if (Math.abs(size - sample.length) > sample.length / 20)
    throw new Error(`a mail of the pool has ${Math.round(size)} bytes, one of the product ${sample.length}`);
  return {
    rate: recipients / seconds,
    cpuMicros: cpu,
    databaseMicros: 0,
    p99Millis: null,
    figures: { 'MiB more': 0, 'pause s': 0 },
  };
}

async function launched(stage: Stage): Promise<string> {
  const { id } = await call(stage, '/api/campaigns', {
    name: `Bench ${randomUUID()}`,
    channels: ['email'],
    content: { email: { subject_line: 'Hello {{ first_name | default: "there" }}', body: BODY } },
  });
  await call(stage, `/api/campaigns/${id}/launch`);
  return id;
}

async function eachOnce({ scratch: { owner }, sink, recipients }: Stage, campaignId: string): Promise<void> {
  const { taken, distinct } = await sink.state();
  if (taken !== recipients || distinct !== recipients)
    throw new Error(`${recipients} recipients, but ${taken} mails to ${distinct} addresses`);
  const sent = `select count(*) from email_messages where campaign_id = $1 and state = 'sent'`;
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(100))
    if ((await oneNumber(owner, sent, [campaignId])) === recipients) return;
  throw new Error('not every mail that arrived is known as sent');
}

async function call({ server, headers }: Stage, path: string, body: object = {}): Promise<{ id: string }> {
  const url = `http://127.0.0.1:${server.port}${path}`;
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 500)}`);
  return (JSON.parse(text) as { data: { id: string } }).data;
}
