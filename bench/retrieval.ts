import { randomUUID } from 'node:crypto';
import { QUESTIONS } from '../test/domains/knowledge/corpus/questions.ts';
import type { Arena, BenchPath, Contest, Sample } from './bench-path.ts';
import { seedLibrary } from './library.ts';
import { tokenOf } from './list.ts';
import { cpuMicros } from './machine.ts';
import { cpuBetween, databaseCpu, type Scratch, scratchDatabase } from './scratch.ts';
import { type Server, startHandWritten, startProduct } from './server.ts';

const PASSAGES = 100_000;
const SMOKE_PASSAGES = 5_000;
const CALLERS = 2;
const LIMIT = 5;

interface Door {
  readonly server: Server;
  readonly path: string;
  readonly headers: Record<string, string>;
}

interface Found {
  readonly chunk_id: string;
  readonly content: string;
}

/** Two people ask a library of 100,000 passages 80 questions whose answers are known, by words alone. */
export const retrieval: BenchPath = {
  name: 'retrieval',
  unit: 'req/s',
  async prepare(arena: Arena): Promise<Contest> {
    const scratch = await scratchDatabase(arena);
    const ownerId = randomUUID();
    await seedLibrary(scratch, ownerId, arena.scale.smoke ? SMOKE_PASSAGES : PASSAGES);
    const headers = { 'content-type': 'application/json' };
    const authorization = `Bearer ${await tokenOf(ownerId)}`;
    const product: Door = {
      server: await startProduct(arena, scratch.url),
      path: '/api/knowledge/search',
      headers: { ...headers, authorization },
    };
    const baseline: Door = {
      server: await startHandWritten(arena, 'raw-retrieval.ts', { DATABASE_URL: scratch.url }),
      path: `/owners/${ownerId}/search`,
      headers,
    };
    await sameAnswers(product, baseline);
    return {
      product: { round: () => round(arena, scratch, product) },
      baseline: { round: () => round(arena, scratch, baseline) },
    };
  },
};

/** Every question at least once, and again until the time is up. */
async function round({ scale }: Arena, scratch: Scratch, door: Door): Promise<Sample> {
  const millis: number[] = [];
  const hits = new Set<number>();
  let next = 0;
  const databaseBefore = await databaseCpu(scratch);
  const before = cpuMicros(door.server.pid);
  const began = performance.now();
  const until = began + scale.secs * 1_000;
  const caller = async (): Promise<void> => {
    for (let at = next++; at < QUESTIONS.length || performance.now() < until; at = next++) {
      const number = at % QUESTIONS.length;
      const question = QUESTIONS[number];
      if (!question) return;
      const asked = performance.now();
      const found = await ask(door, question.ask);
      millis.push(performance.now() - asked);
      if (found.some(({ content }) => content.includes(question.finds))) hits.add(number);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const seconds = (performance.now() - began) / 1_000;
  const after = cpuMicros(door.server.pid);
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  const sorted = millis.toSorted((one, other) => one - other);
  const within = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return {
    rate: millis.length / seconds,
    cpuMicros: before === null || after === null ? null : (after - before) / millis.length,
    databaseMicros: database === null ? null : database / millis.length,
    p99Millis: within(0.99),
    figures: { 'recall@5': hits.size / QUESTIONS.length, 'p50 ms': within(0.5), 'p95 ms': within(0.95) },
  };
}

/** Both sides must find the same passages in the same order, or they do not do the same. */
async function sameAnswers(product: Door, baseline: Door): Promise<void> {
  for (const { ask: question } of QUESTIONS) {
    const [ours, theirs] = await Promise.all([ask(product, question), ask(baseline, question)]);
    const ids = (found: Found[]): string => found.map(({ chunk_id: id }) => id).join();
    if (ids(ours) !== ids(theirs))
      throw new Error(`product and baseline find different passages for: ${question}`);
  }
}

async function ask({ server, path, headers }: Door, query: string): Promise<Found[]> {
  const body = JSON.stringify({ query, limit: LIMIT });
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method: 'POST', headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`not every question was answered: ${answer.status} ${text.slice(0, 300)}`);
  return (JSON.parse(text) as { data: Found[] }).data;
}
