/** The main job through the public REST API, from a list of leads to a campaign's report: `npm run demo`. */
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { captureLead } from './capture-form.ts';
import { Endings } from './endings.ts';
import { importLeads } from './import-leads.ts';
import { mailEverybody } from './mailing.ts';
import { DemoProblem } from './problem.ts';
import { Screen } from './screen.ts';
import { openStage } from './stage.ts';

const screen = new Screen();
const endings = new Endings();

async function play(): Promise<void> {
  const started = Date.now();
  screen.heading('Marketing Autopilot: the main job, end to end');
  const stage = await openStage(screen, endings);
  await importLeads(stage.api, screen);
  await captureLead(stage, screen);
  await mailEverybody(stage, screen);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  screen.line('');
  screen.done(`Everything adds up, after ${seconds} s.`);
}

function storyOf(error: unknown): string {
  if (error instanceof DemoProblem) return error.message;
  if (!(error instanceof Error)) return String(error);
  const isUnreachable = error instanceof TypeError && error.message === 'fetch failed';
  return isUnreachable ? `The server does not answer any more: ${String(error.cause)}` : String(error.stack);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    screen.problem('Stopped; what was started is being cleared away.');
    void endings.run().then(() => process.exit(128 + constants.signals[signal]));
  });

try {
  await play();
} catch (error) {
  if (!endings.isOver) screen.problem(storyOf(error));
  process.exitCode = 1;
  // If our own server is the reason, its last words are on their way.
  await sleep(200);
}
await endings.run();
