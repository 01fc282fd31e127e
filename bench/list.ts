import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Arena, BenchPath, Contest, Sample } from './bench-path.ts';
import { underLoad } from './requests.ts';
import { oneNumber, type Scratch, scratchDatabase, SECRETS } from './scratch.ts';
import { seedLeads } from './seed.ts';
import { type Server, startHandWritten, startProduct } from './server.ts';

const LEADS = 1_000_000;
const SMOKE_LEADS = 10_000;
const CONNECTIONS = 32;
const PAGE = 50;

type Order = Parameters<typeof underLoad>[1];

/** A signed-in marketer opens the list of leads; half of all leads are this tenant's. */
export const list: BenchPath = {
  name: 'list',
  unit: 'req/s',
  async prepare(arena: Arena): Promise<Contest> {
    const scratch = await scratchDatabase(arena);
    const ownerId = randomUUID();
    await seedLeads(scratch, ownerId, arena.scale.smoke ? SMOKE_LEADS : LEADS);
    const product = await startProduct(arena, scratch.url);
    const baseline = await startHandWritten(arena, 'raw-list.ts', { DATABASE_URL: scratch.url });
    const ours = {
      connections: CONNECTIONS,
      head: `GET /api/leads?limit=${PAGE}* HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${await tokenOf(ownerId)}`,
      targets: [''],
    };
    const raw = {
      connections: CONNECTIONS,
      head: `GET /owners/*/leads?limit=${PAGE} HTTP/1.1\r\nhost: 127.0.0.1`,
      targets: [ownerId],
    };
    await sameAnswers(scratch, { product, baseline, ours: ours.head, raw: raw.head.replace('*', ownerId) });
    return {
      product: { round: () => round(arena, { server: product, scratch }, ours) },
      baseline: { round: () => round(arena, { server: baseline, scratch }, raw) },
    };
  },
};

async function round(arena: Arena, under: Parameters<typeof underLoad>[0], order: Order): Promise<Sample> {
  const { sample } = await underLoad(under, order, arena.scale);
  return sample;
}

export function tokenOf(userId: string): Promise<string> {
  return new SignJWT({ role: 'authenticated', email: 'bench@example.com' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(userId)
    .setAudience('authenticated')
    .setIssuedAt()
    .setExpirationTime('2h')
    .sign(Buffer.from(SECRETS.SUPABASE_JWT_SECRET));
}

/** Both sides must tell the same 50 leads, in the same order, with the same fields. */
async function sameAnswers(
  { owner }: Scratch,
  asked: { product: Server; baseline: Server; ours: string; raw: string },
): Promise<void> {
  const [ours, raw] = await Promise.all([
    ask(asked.product, asked.ours.replace('*', '')),
    ask(asked.baseline, asked.raw),
  ]);
  const seen = await oneNumber(owner, 'select least(count(*), $1) from leads', [PAGE]);
  const told = ours.map(({ id }) => id).join();
  const fields = Object.keys(ours[0] ?? {})
    .toSorted()
    .join();
  if (ours.length !== seen || told !== raw.map(({ id }) => id).join())
    throw new Error('product and baseline do not list the same leads');
  if (
    fields !==
    Object.keys(raw[0] ?? {})
      .toSorted()
      .join()
  )
    throw new Error(`product and baseline tell different fields of a lead: ${fields}`);
}

async function ask({ port }: Server, head: string): Promise<Record<string, unknown>[]> {
  const [, path = ''] = head.split(' ', 2);
  const [, authorization = ''] = /authorization: (.+)/.exec(head) ?? [];
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization } });
  return ((await answer.json()) as { data: Record<string, unknown>[] }).data;
}
