import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ServerEvent } from '#platform/http/event-stream';
import type { Run } from './run.js';
import { toRunView, toStepView } from './run-view.js';
import { AgentRuns } from './run.service.js';

const LOOK_EVERY_MS = 250;
const PING_EVERY_MS = 15_000;
const CLOSED: ReadonlySet<Run['status']> = new Set(['completed', 'failed', 'cancelled']);

/**
 * What happens to a run, as it happens: its steps as they begin and end, the run when it changes, `end` when it is over. The id of
 * an event is the revision it tells of, so a reader that was cut off goes on where it was.
 */
@Injectable()
export class RunEvents {
  constructor(private readonly runs: AgentRuns) {}

  async *of(userId: string, id: string, after: number, gone: AbortSignal): AsyncGenerator<ServerEvent, void> {
    let seen = after;
    let spokeAt = 0;
    while (!gone.aborted) {
      const run = await this.runs.get(userId, id);
      if (run.revision > seen) {
        for (const step of await this.runs.steps(userId, id, seen))
          if (step.revision <= run.revision)
            yield { event: 'step', id: String(seen), data: toStepView(step) };
        seen = run.revision;
        spokeAt = Date.now();
        yield { event: CLOSED.has(run.status) ? 'end' : 'run', id: String(seen), data: toRunView(run) };
      }
      if (CLOSED.has(run.status)) return;
      if (Date.now() - spokeAt > PING_EVERY_MS) {
        spokeAt = Date.now();
        yield { event: 'ping', data: {} };
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal: gone }).catch(() => undefined);
    }
  }
}
