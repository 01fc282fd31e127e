import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { TestClient } from '../../support/client.js';
import { type TestDatabase, testDatabase } from '../../support/database.js';
import { type AppProcess, freePort, startProcess } from '../../support/process.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { until } from '../../support/until.js';
import { film, geminiPlans, STARTED, veo, VIDEO } from './film-set.js';

const SECRETS = { SUPABASE_JWT_SECRET: 'x'.repeat(32), SECRET_MASTER_KEY: '0a1b'.repeat(16) };

describe('a film whose process is killed while it is being made', () => {
  const processes: AppProcess[] = [];
  let folder: string;
  let database: TestDatabase;
  let google: ScriptedServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marketing-film-'));
    database = await testDatabase(folder);
    google = await ScriptedServer.start();
  }, 90_000);
  afterAll(async () => {
    await Promise.all(processes.map((one) => one.close()));
    await google.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function started(): Promise<{ child: AppProcess; port: number }> {
    const port = await freePort();
    const child = await startProcess({
      ...SECRETS,
      ...database.environment,
      DATA_DIR: folder,
      PORT: String(port),
      BACKEND_URL: `http://127.0.0.1:${port}`,
      GOOGLE_API_KEY: `AIza${'k'.repeat(35)}`,
      GOOGLE_BASE_URL: google.url,
      AI_VIDEO_POLL_MS: '50',
      AI_VIDEO_LEASE_SECONDS: '5',
    });
    processes.push(child);
    await until(
      'the process to be ready',
      async () => {
        if (child.child.exitCode !== null) throw new Error(child.output);
        return (await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null))?.ok === true;
      },
      90_000,
    );
    return { child, port };
  }

  it('is asked for by the next one, goes on, and is bought once', async () => {
    const token = await new SignJWT({ role: 'authenticated' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(randomUUID())
      .setAudience('authenticated')
      .setExpirationTime('1h')
      .sign(Buffer.from(SECRETS.SUPABASE_JWT_SECRET));
    const first = await started();
    const before = new TestClient(`http://127.0.0.1:${first.port}`, token);
    google.will(geminiPlans(8, 7));
    const plan = { goal: 'Get bakers to try our flour', platform: 'TikTok', duration_s: 15 };
    const { body } = await before.post(`${VIDEO}/plan`, plan);
    // Asking for it hangs: the process ends in the middle of it.
    google.will(veo.starts('lasting'), veo.runs('lasting', 30), {
      path: 'operations/lasting',
      ending: 'hang',
    });
    expect((await film(before, body.project_id)).status).toBe(200);
    const asked = () => google.requests.filter(({ path }) => path.endsWith('operations/lasting')).length;
    await until('the video to be asked for', () => asked() === 2);
    first.child.child.kill('SIGKILL');
    await first.child.exit;

    google.will(veo.runs('lasting', 80), veo.hasMade('lasting'), veo.sends('lasting', 'film'));
    google.will(veo.starts('more'), veo.hasMade('more'), veo.sends('more', 'longer film'));
    const second = await started();
    const after = new TestClient(`http://127.0.0.1:${second.port}`, token);
    let state: { status?: string; video_url?: string; cost_usd?: number } = {};
    await until('the video to be there', async () => {
      state = (await after.get(`${VIDEO}/status/${body.project_id}`)).body;
      return state.status === 'completed' || state.status === 'failed';
    });
    expect(state).toMatchObject({ status: 'completed', error_message: null });
    const path = new URL(state.video_url ?? '').pathname;
    expect((await after.get(path)).text).toBe('longer film');
    const starts = google.requests.filter(({ path: one }) => one.includes(STARTED));
    expect(starts.map(({ body: one }) => JSON.stringify(one).includes('files/lasting'))).toEqual([
      false,
      true,
    ]);
    expect(state.cost_usd).toBeCloseTo(15 * 0.12);
  }, 240_000);
});
