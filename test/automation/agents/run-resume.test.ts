import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SignJWT } from 'jose';
import { TestClient } from '../../support/client.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { type AppProcess, freePort, startProcess } from '../../support/process.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { onPostgres } from '../../support/where.js';
import { makeLead, openAiGives, runIn } from './agents.js';

const SECRETS = { SUPABASE_JWT_SECRET: 'x'.repeat(32), SECRET_MASTER_KEY: '0a1b'.repeat(16) };
const INSIGHTS = openAiGives({
  insights: ['They build engines.'],
  talking_points: ['Ask about steam.'],
  recommended_approach: 'Write to them.',
  pain_points: [],
  value_propositions: [],
});

describe('a run whose process is killed', () => {
  const processes: AppProcess[] = [];
  let folder: string;
  let database: TestDatabase;
  let openai: ScriptedServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marketing-resume-'));
    database = await testDatabase(folder);
    openai = await ScriptedServer.start();
  });
  afterAll(async () => {
    await Promise.all(processes.map((one) => one.close()));
    await openai.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The application in a process of its own, with its port. */
  async function started(roles: string): Promise<{ child: AppProcess; port: number }> {
    const port = await freePort();
    const child = await startProcess({
      ...SECRETS,
      ...database.environment,
      DATA_DIR: folder,
      PORT: String(port),
      ROLES: roles,
      OPENAI_API_KEY: `sk-${'k'.repeat(40)}`,
      OPENAI_BASE_URL: `${openai.url}/v1`,
      RATE_LIMIT_GENERATION: '0',
    });
    processes.push(child);
    for (let tries = 0; ; tries++) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
      if (answer?.ok) return { child, port };
      if (tries > 600) throw new Error(child.output);
      await sleep(100);
    }
  }

  onPostgres(
    'is ended by another, which asks for nothing that was answered',
    async () => {
      const id = randomUUID();
      const token = await new SignJWT({ role: 'authenticated' })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(id)
        .setAudience('authenticated')
        .setExpirationTime('1h')
        .sign(Buffer.from(SECRETS.SUPABASE_JWT_SECRET));
      const first = await started('web,worker');
      const before = new TestClient(`http://127.0.0.1:${first.port}`, token);
      const companies = ['Engines Ltd', 'Looms Ltd', 'Tables Ltd'];
      const leads = await Promise.all(companies.map((company) => makeLead(before, { company })));
      openai.will(INSIGHTS, INSIGHTS, { ending: 'hang' });
      const { body } = await before.post('/api/agents/execute', {
        agent_type: 'lead',
        task_type: 'enrich_leads',
        input_data: { lead_ids: leads },
        background: true,
      });
      const count = async (text: string) => (await database.query?.(text, [id]))?.[0]?.['count'];
      const done = `select count(*)::int from agent_steps where user_id = $1 and kind = 'model' and status = 'done'`;
      const billed = `select count(*)::int from ai_usage where user_id = $1 and outcome = 'ok'`;
      while ((await count(done)) !== 2 || (await count(billed)) !== 2) await sleep(50);
      expect(openai.requests).toHaveLength(3);
      const gone = once(first.child.child, 'exit');
      first.child.child.kill('SIGKILL');
      await gone;

      openai.will(INSIGHTS);
      // The time that its lease has left.
      await database.query?.(`update agent_runs set lease_until = now() where id = $1`, [body.task_id]);
      const second = await started('web,worker,clock');
      const after = new TestClient(`http://127.0.0.1:${second.port}`, token);
      const until = Date.now() + 45_000;
      while (
        (await after.get(`/api/agents/runs/${body.task_id}`)).body.data.status === 'running' &&
        Date.now() < until
      )
        await sleep(200);
      const run = await runIn(after, body.task_id, 'completed');
      expect(run.output).toMatchObject({ enriched_count: 3, failed_count: 0 });
      expect(openai.requests).toHaveLength(4);
      expect(new Set(openai.requests.slice(0, 3).map((request) => JSON.stringify(request.body))).size).toBe(
        3,
      );
      // What was used is written in batches, the last one before the process ends.
      second.child.child.kill('SIGTERM');
      await second.child.exit;
      expect(await count(billed)).toBe(3);
    },
    120_000,
  );
});
