import { randomUUID } from 'node:crypto';
import type { Arena, BenchPath, Contest, Sample } from './bench-path.ts';
import { type Crowd, seedCrowd } from './crowd.ts';
import { tokenOf } from './list.ts';
import { cpuMicros, withGrowth } from './machine.ts';
import { cpuBetween, databaseCpu, oneNumber, type Scratch, scratchDatabase } from './scratch.ts';
import { withoutIndexes } from './seed.ts';
import { startProduct } from './server.ts';
import { dataOf, settled } from './uploads.ts';

const CROWD: Crowd = { leads: 1_000_000, owners: 10, leadsOfEach: 1_000 };
const SMOKE_CROWD: Crowd = { leads: 10_000, owners: 10, leadsOfEach: 100 };

interface Owner {
  id: string;
  leads: number;
}

/** All leads of an owner of a million scored anew by the default rules, of which nearly every one gets another score. */
export const scoringMillion: BenchPath = {
  name: 'score-million',
  unit: 'leads/s',
  roundsAtMost: 1,
  async prepare(arena: Arena): Promise<Contest> {
    const scratch = await scratchDatabase(arena);
    const crowd = arena.scale.smoke ? SMOKE_CROWD : CROWD;
    const owner = { id: randomUUID(), leads: crowd.leads };
    await seedCrowd(scratch, owner.id, crowd);
    return {
      product: { round: () => throughProduct(arena, scratch, owner) },
      baseline: { round: () => throughOneUpdate(scratch, owner) },
    };
  },
};

async function throughProduct(arena: Arena, scratch: Scratch, owner: Owner): Promise<Sample> {
  await scrambled(scratch);
  const server = await startProduct(arena, scratch.url);
  const headers = { authorization: `Bearer ${await tokenOf(owner.id)}` };
  const runs = `http://127.0.0.1:${server.port}/api/leads/scoring/runs`;
  const databaseBefore = await databaseCpu(scratch);
  const before = cpuMicros(server.pid);
  const began = performance.now();
  const { result, growth } = await withGrowth(server.pid, async () => {
    const { id } = await dataOf(await fetch(runs, { method: 'POST', headers }));
    return settled(`${runs}/${id}`, headers);
  });
  const seconds = (performance.now() - began) / 1_000;
  const after = cpuMicros(server.pid);
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  await server.stop();
  if (result.processed !== owner.leads) throw new Error(`${result.processed} leads have been scored`);
  await allScored(scratch, owner);
  const cpu = before === null || after === null ? null : after - before;
  return { ...sampleOf(owner, seconds, cpu, database), figures: { 'score MB': growth } };
}

const POINTS = `
  case company_size when '1000+' then 30 when '201-1000' then 25 when '51-200' then 20 when '11-50' then 15 else 10 end
  + case when industry ~* 'technology|healthcare|finance|manufacturing' then 25 else 15 end
  + case when job_title ~* '\\m(?:ceo|cto|director|manager|head|vp)\\M' then 25 else 10 end
  + case when jsonb_array_length(enriched_data -> 'ai_insights') > 0 then 20 else 10 end`;

/** What `score-million` is held against: one update of all of them, as the owner of the table, whose triggers keep the history. */
async function throughOneUpdate(scratch: Scratch, owner: Owner): Promise<Sample> {
  await scrambled(scratch);
  const databaseBefore = await databaseCpu(scratch);
  const began = performance.now();
  await scratch.owner.query(
    `update leads set lead_score = ${POINTS}, writer = 'agent:rules/default'
     where created_by = $1 and lead_score is distinct from ${POINTS}`,
    [owner.id],
  );
  const seconds = (performance.now() - began) / 1_000;
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  await allScored(scratch, owner);
  return sampleOf(owner, seconds, null, database);
}

/** The scores as they were made, at random, and no history. */
async function scrambled(scratch: Scratch): Promise<void> {
  const { owner } = scratch;
  await withoutIndexes(scratch, 'leads', async () => {
    await owner.query('truncate lead_activities');
    await owner.query('set session_replication_role = replica');
    await owner.query('update leads set lead_score = abs(uuid_hash(id)::bigint) % 101');
    await owner.query('set session_replication_role = origin');
  });
}

async function allScored({ owner }: Scratch, { id, leads }: Owner): Promise<void> {
  const fitting = await oneNumber(
    owner,
    `select count(*) from leads where created_by = $1 and lead_score = ${POINTS}`,
    [id],
  );
  const told = await oneNumber(owner, `select count(*) from lead_activities where activity_type = 'scored'`);
  if (fitting !== leads) throw new Error(`${fitting} of ${leads} leads have the score of the rules`);
  if (told < leads * 0.9) throw new Error(`the history tells of ${told} scores only`);
}

function sampleOf({ leads }: Owner, seconds: number, cpu: number | null, database: number | null): Sample {
  return {
    rate: leads / seconds,
    cpuMicros: cpu === null ? null : cpu / leads,
    databaseMicros: database === null ? null : database / leads,
    p99Millis: null,
  };
}
