/**
 * Callers that chat with a model through a server, a process of its own: `node chat-load.ts '{"port":…}'`. Each asks again when
 * its answer is complete. Of every answer it takes the time the provider said it waited; what is left is the price of the way.
 */
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What to ask, for how long. */
export interface ChatOrder {
  port: number;
  callers: number;
  secs: number;
  headers: Record<string, string>;
  body: string;
  /** Callers begin evenly over this time. */
  beginWithinMs: number;
}

/** Milliseconds beyond the provider's own, until the whole answer, or the first piece of a stream. */
export interface ChatReport {
  answered: number;
  p50Millis: number;
  p99Millis: number;
}

const WAITED = /waited ([\d.]+) ms/;

async function chat(order: ChatOrder, agent: Agent): Promise<number> {
  const { port, headers, body } = order;
  const began = performance.now();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/api/ai/chat', method: 'POST', agent, headers };
    httpRequest(options, resolve).on('error', reject).end(body);
  });
  const streams = response.headers['content-type']?.startsWith('text/event-stream') ?? false;
  response.setEncoding('utf8');
  let text = '';
  let heardAt = 0;
  for await (const piece of response) {
    text += String(piece);
    if (streams && heardAt === 0 && WAITED.test(text)) heardAt = performance.now();
  }
  const [, waited] = WAITED.exec(text) ?? [];
  const isWhole = streams ? /\nevent: end\n.*\n\n$/.test(text) : text.endsWith('}');
  if (response.statusCode !== 200 || waited === undefined || !isWhole)
    throw new Error(`${response.statusCode}: ${text.slice(0, 1_000)}`);
  return (streams ? heardAt : performance.now()) - began - Number(waited);
}

async function load(order: ChatOrder): Promise<ChatReport> {
  const agent = new Agent({ keepAlive: true });
  const until = performance.now() + order.secs * 1000;
  const prices: number[] = [];
  const caller = async (_: unknown, index: number): Promise<void> => {
    await sleep((index / order.callers) * order.beginWithinMs);
    do prices.push(await chat(order, agent));
    while (performance.now() < until);
  };
  await Promise.all(Array.from({ length: order.callers }, caller));
  agent.destroy();
  prices.sort((one, other) => one - other);
  const within = (share: number): number => prices[Math.ceil(prices.length * share) - 1] ?? Number.NaN;
  return { answered: prices.length, p50Millis: within(0.5), p99Millis: within(0.99) };
}

process.stdout.write(JSON.stringify(await load(JSON.parse(process.argv[2] ?? '') as ChatOrder)));
