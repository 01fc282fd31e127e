/**
 * Videos are made, some as one clip, some as films of three parts and some as two clips, while workers are killed with SIGKILL
 * at moments of chance: while they ask for a video to be started, while they ask whether it is there, while they fetch it.
 * Afterwards each video must be over, no clip have been bought twice, each that is there be whole, and each cost be counted
 * once, on its clip, its project and its campaign.
 *
 * `npm run chaos:videos -- [--videos 60] [--kills 30] [--interval 300] [--seed 1]`
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Stage } from './stage.ts';
import { judge, randomFrom, say, secondsSince, table, whole } from './trial.ts';
import { VeoServer } from './veo-server.ts';
import { type Clip, type Project, VideoVerdict } from './videos-verdict.ts';

const AT_WORK = 4;
const LEFT = 2;
/** Without anything coming to its end. */
const PATIENCE_MS = 60_000;
const KINDS = [
  { seconds: 8, as_one_film: true },
  { seconds: 22, as_one_film: true },
  { seconds: 16, as_one_film: false },
] as const;

interface Plan {
  readonly videos: number;
  readonly kills: number;
  readonly intervalMs: number;
  readonly seed: number;
}

function planFromArguments(): Plan {
  const { values } = parseArgs({
    options: {
      videos: { type: 'string', default: '60' },
      kills: { type: 'string', default: '30' },
      interval: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
    },
  });
  return {
    videos: whole('videos', values.videos),
    kills: whole('kills', values.kills),
    intervalMs: whole('interval', values.interval),
    seed: whole('seed', values.seed),
  };
}

async function run(stage: Stage, veo: VeoServer, plan: Plan): Promise<string[]> {
  await stage.fill(plan.kills + AT_WORK, AT_WORK);
  const began = performance.now();
  const [kills] = await Promise.all([killing(stage, plan), askFor(stage, plan)]);
  await over(stage);
  const [projects, clips] = [await projectsOf(stage), await clipsOf(stage)];
  const count = (status: string) => projects.filter((one) => one.status === status).length;
  const lost = clips.filter(({ failure }) => failure === 'lost').length;
  say(
    table([
      ['seed', String(plan.seed)],
      ['kills', `${kills} of ${plan.kills}, one every ${plan.intervalMs} ms`],
      ['start to end', `${secondsSince(began).toFixed(1)} s`],
      ['videos', `${projects.length}, completed ${count('completed')}, failed ${count('failed')}`],
      ['clips', `${clips.length}, bought ${veo.bought.length}, whose start was lost ${lost}`],
      ['files', `begun ${veo.reads.begun}, read to their end ${veo.reads.whole}`],
    ]),
  );
  const missing = projects.length === plan.videos ? [] : [`Only ${projects.length} videos were asked for`];
  return [...missing, ...new VideoVerdict(projects, clips, veo.bought).violations(), ...stage.deserters()];
}

/** Every video is of a campaign of its own, on which its cost must stand. */
async function askFor(stage: Stage, plan: Plan): Promise<void> {
  for (let at = 0; at < plan.videos; at++) {
    const { seconds, as_one_film } = KINDS[at % KINDS.length] ?? KINDS[0];
    const [campaign, project] = [randomUUID(), randomUUID()];
    await stage.rows(
      `insert into campaigns (id, name, type, channel, created_by) values ($1, $2, 'content', 'video', $3)`,
      [campaign, `Video ${at}`, stage.marketer.ownerId],
    );
    await stage.rows(
      `insert into ai_video_projects (id, user_id, campaign_id, goal, platform, duration_s, status)
       values ($1, $2, $3, 'Bread', 'TikTok', $4, 'planning')`,
      [project, stage.marketer.ownerId, campaign, seconds],
    );
    const scenes = Array.from(
      { length: 3 },
      (_, scene) => `Scene ${scene + 1}: Bread ${at} (${seconds / 2}s).`,
    );
    await stage.marketer.film(project, { final_prompt: scenes.join(' '), as_one_film });
  }
}

/** Kills one worker after another, whatever it is at, and lets the next go on. */
async function killing({ crew }: Stage, plan: Plan): Promise<number> {
  const random = randomFrom(plan.seed);
  let kills = 0;
  for (; kills < plan.kills; kills++) {
    await sleep(plan.intervalMs * (0.5 + random()));
    const victim = crew.working[Math.floor(random() * crew.working.length)];
    if (!victim || crew.working.length <= LEFT) break;
    crew.lose(victim);
    crew.employ();
  }
  return kills;
}

/** Waits until every video is over and told; not for ever, once nothing happens any more. */
async function over(stage: Stage): Promise<void> {
  const open = async () => {
    const [row] = await stage.rows<{ open: number }>(
      `select (select count(*)::int from ai_video_jobs where status in ('pending', 'processing'))
         + (select count(*)::int from ai_video_projects p where not exists (
             select from autopilot_activity_log l where l.id = p.generation)) as open`,
    );
    return row?.open ?? 0;
  };
  let least = Infinity;
  let patientUntil = performance.now() + PATIENCE_MS;
  for (let left = await open(); left > 0 && performance.now() < patientUntil; left = await open()) {
    if (left < least) patientUntil = performance.now() + PATIENCE_MS;
    least = Math.min(least, left);
    await sleep(250);
  }
}

function projectsOf(stage: Stage): Promise<Project[]> {
  return stage.rows<Project>(
    `select p.id, p.status, p.video_url as url, p.cost_usd::float8 as cost,
       coalesce((select c.budget_spent from campaigns c where c.id = p.campaign_id), 0)::float8 as spent,
       (select count(*)::int from autopilot_activity_log l where l.metadata ->> 'project_id' = p.id::text) as told
     from ai_video_projects p`,
  );
}

function clipsOf(stage: Stage): Promise<Clip[]> {
  return stage.rows<Clip>(
    `select id, project_id as project, prompt, status, failure, sha256, cost_usd::float8 as cost from ai_video_jobs where job_type = 'video_generation'`,
  );
}

const plan = planFromArguments();
const veo = new VeoServer(plan.seed);
await veo.listen();
const stage = await Stage.open(plan.seed, {
  GOOGLE_API_KEY: `AIza${'k'.repeat(35)}`,
  GOOGLE_BASE_URL: veo.url,
  RATE_LIMIT_GENERATION: '0',
  AI_RATE_LIMIT_GOOGLE: '0',
  AI_DAILY_BUDGET_CENTS: '0',
  AI_VIDEO_DAILY_LIMIT: '0',
  AI_VIDEO_POLL_MS: '200',
  AI_VIDEO_LEASE_SECONDS: '3',
});
await judge(stage, async () => {
  try {
    return await run(stage, veo, plan);
  } finally {
    await veo.close();
  }
});
