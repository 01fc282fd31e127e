import { randomUUID } from 'node:crypto';
import type { Arena, BenchPath, Contest, Sample } from './bench-path.ts';
import { underLoad } from './requests.ts';
import { oneNumber, type Scratch, scratchDatabase } from './scratch.ts';
import { type Server, startHandWritten, startProduct } from './server.ts';

/** Many forms, so that the baseline does not spend its time waiting for the lock on one counter. */
const FORMS = 32;
const CONNECTIONS = 64;
const BODY = JSON.stringify({
  email: 'visitor-#@visitors.example',
  name: 'Ada Lovelace',
  company: 'Analytical Engines Ltd',
  phone: '+44 20 7946 0958',
  utm_source: 'newsletter',
});

/** Visitors submit forms, each with an address of its own; answered once the lead is committed. */
export const capture: BenchPath = {
  name: 'capture',
  unit: 'req/s',
  async prepare(arena: Arena): Promise<Contest> {
    const scratch = await scratchDatabase(arena);
    const forms = await makeForms(scratch);
    const product = await startProduct(arena, scratch.url);
    const baseline = await startHandWritten(arena, 'raw-capture.ts', { DATABASE_URL: scratch.url });
    return {
      product: { round: () => round(arena, scratch, product, forms) },
      baseline: { round: () => round(arena, scratch, baseline, forms) },
    };
  },
};

async function makeForms({ owner }: Scratch): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into lead_capture_forms (name, fields, created_by)
     select 'Form ' || number, $1::jsonb, $2 from generate_series(1, $3::integer) as number returning id`,
    [
      JSON.stringify([
        { name: 'name', type: 'text', label: 'Name', required: true },
        { name: 'email', type: 'email', label: 'Email', required: true },
      ]),
      randomUUID(),
      FORMS,
    ],
  );
  return rows.map(({ id }) => id);
}

/** Both sides begin with no leads; afterwards every accepted request is a lead and was counted at its form. */
async function round(arena: Arena, scratch: Scratch, server: Server, forms: string[]): Promise<Sample> {
  const { owner } = scratch;
  await owner.query('truncate leads cascade');
  await owner.query('update lead_capture_forms set submissions_count = 0');
  await owner.query('vacuum analyze lead_capture_forms, leads');
  await owner.query('checkpoint');
  const order = {
    connections: CONNECTIONS,
    head: 'POST /api/lead-capture/webhook/* HTTP/1.1\r\nhost: 127.0.0.1',
    targets: forms,
    body: BODY,
  };
  const { sample, accepted } = await underLoad({ server, scratch }, order, arena.scale);
  const kept = await oneNumber(owner, 'select count(*) from leads');
  const counted = await oneNumber(owner, 'select sum(submissions_count) from lead_capture_forms');
  if (kept !== accepted || counted !== accepted)
    throw new Error(`${accepted} requests were accepted, but ${kept} leads kept and ${counted} counted`);
  return sample;
}
