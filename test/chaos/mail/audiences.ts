import { setTimeout as sleep } from 'node:timers/promises';
import { type Estate, persistently } from './estate.ts';

const BARRED = 20;
const WAVES = 10;
/** Of these addresses is every other one. */
export const BY_API = 'api.example.com';

/** The leads of one audience: ids and addresses, in the same order. */
export interface Audience {
  readonly ids: readonly string[];
  readonly addresses: readonly string[];
}

/** Leads with a tag, past the application. */
export async function leads(estate: Estate, tag: string, count: number): Promise<Audience> {
  const rows = await estate.rows<{ id: string; email: string }>(
    `insert into leads (created_by, first_name, company, email, email_norm, source, tags)
     select $1, 'Lead ' || n, 'Company ' || n % 97, address, address, 'test', array[$2]
     from generate_series(1, $3::int) n,
       lateral (select $2 || '-' || n || case n % 2 when 0 then '@example.com' else '@' || $4 end as address) a
     returning id, email`,
    [estate.marketer.ownerId, tag, count, BY_API],
  );
  return { ids: rows.map(({ id }) => id), addresses: rows.map(({ email }) => email) };
}

/** Some of them are on the list, and some have said that they want no mail; answers the reasons by address. */
export async function bar(estate: Estate, { ids, addresses }: Audience): Promise<Map<string, string>> {
  const listed = addresses.slice(0, BARRED);
  for (const address of listed) await estate.marketer.suppress(address);
  const withdrawn = ids.slice(BARRED, 2 * BARRED);
  await estate.rows(`update leads set consent = 'withdrawn' where id = any ($1::uuid[])`, [withdrawn]);
  return new Map([
    ...listed.map((address) => [address, 'suppressed:manual'] as const),
    ...addresses.slice(BARRED, 2 * BARRED).map((address) => [address, 'no_consent'] as const),
  ]);
}

/** Where leads are let in: a sequence of two mails, and a workflow with one. */
interface Doors {
  readonly sequenceId: string;
  readonly workflowId: string;
}

export async function doors({ marketer }: Estate): Promise<Doors> {
  const words = { subject: 'Hello {{ first_name }}', html: '<p>News.</p>' };
  const sequenceId = await marketer.startSequence(
    ['first', 'second'].map((key) => ({ key, delay_minutes: 0, ...words })),
  );
  const workflowId = await marketer.publishWorkflow([
    { id: 'enter', type: 'trigger', config: { on: 'manual' }, next: 'pause' },
    { id: 'pause', type: 'delay', config: { for: { seconds: 1 } }, next: 'mail' },
    { id: 'mail', type: 'send_mail', config: words, next: 'end' },
    { id: 'end', type: 'end', config: {}, next: {} },
  ]);
  return { sequenceId, workflowId };
}

/** Who comes to them in the time of the storm. */
export interface Waves {
  readonly secs: number;
  readonly sequence: Audience;
  readonly flow: Audience;
}

/** In waves, so that there is something to send from the beginning to the end. */
export async function trickle(
  estate: Estate,
  { sequenceId, workflowId }: Doors,
  { secs, sequence, flow }: Waves,
): Promise<void> {
  const part = (ids: readonly string[], wave: number) => {
    const size = Math.ceil(ids.length / WAVES);
    return ids.slice(wave * size, (wave + 1) * size);
  };
  for (let wave = 0; wave < WAVES; wave++) {
    await persistently(() => estate.marketer.enrol(sequenceId, part(sequence.ids, wave)));
    await entered(estate, workflowId, part(flow.ids, wave));
    await sleep((secs * 1_000) / (WAVES + 2));
  }
}

/** A call whose answer was lost may have let them in: only those who are not are asked for again. */
async function entered(estate: Estate, workflowId: string, leadIds: readonly string[]): Promise<void> {
  await persistently(async () => {
    const inside = await estate.rows<{ id: string }>(
      'select lead_id as id from workflow_executions where lead_id = any ($1::uuid[])',
      [leadIds],
    );
    const known = new Set(inside.map(({ id }) => id));
    const missing = leadIds.filter((id) => !known.has(id));
    if (missing.length > 0) await estate.marketer.runWorkflow(workflowId, missing);
  });
}
