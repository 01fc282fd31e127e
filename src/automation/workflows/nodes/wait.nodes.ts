import { Injectable } from '@nestjs/common';
import { ownerOf, StepWorker } from '../runs/step-worker.js';
import { type Outcome, type Visit, went } from '../runs/visit.js';
import {
  type DelayConfig,
  type RateLimitConfig,
  waitEnd,
  type WaitForEventConfig,
  type WaitUntilConfig,
} from '../steps/flow.shapes.js';
import { awaitedBy } from '../steps/lead-event-wish.js';
import { after } from '../steps/step-shape.js';
import { RateRepository } from './rate.repository.js';

/** Waits until a moment that is settled when the step is come to; a later version does not change it. */
function waited({ execution: { looked, dueAt }, now }: Visit, until: () => Date): Outcome {
  if (!looked) return { kind: 'wait', until: until() };
  const due = dueAt === null ? now : new Date(dueAt);
  return due > now ? { kind: 'wait', until: due } : went();
}

@Injectable()
export class DelayNode extends StepWorker {
  readonly type = 'delay';

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const config = visits[0].step.config as unknown as DelayConfig;
    return visits.map((visit) => waited(visit, () => after(visit.now, config.for)));
  }
}

@Injectable()
export class WaitUntilNode extends StepWorker {
  readonly type = 'wait_until';

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const config = visits[0].step.config as unknown as WaitUntilConfig;
    return visits.map((visit) =>
      waited(visit, () => waitEnd(config, visit.now, visit.lead?.custom_fields ?? {})),
    );
  }
}

/** Goes on when the event happens after the instance has come to the step, or when the time is over. */
@Injectable()
export class WaitForEventNode extends StepWorker {
  readonly type = 'wait_for_event';

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const { event, timeout } = visits[0].step.config as unknown as WaitForEventConfig;
    const awaits = awaitedBy(event);
    return visits.map(({ execution, now }): Outcome => {
      if (execution.woken) return went(execution.woken, 'happened');
      if (execution.leadId === null)
        return { ...went(undefined, 'timed_out'), skipped: 'There is no lead.' } as Outcome;
      const until = execution.looked && execution.dueAt ? new Date(execution.dueAt) : after(now, timeout);
      return execution.looked && until <= now
        ? went(undefined, 'timed_out')
        : { kind: 'wait', until, awaits };
    });
  }
}

const PER_MS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Lets so many through in a time, in the order in which they come; each knows its moment when it comes. */
@Injectable()
export class RateLimitNode extends StepWorker {
  readonly type = 'rate_limit';

  constructor(private readonly rates: RateRepository) {
    super();
  }

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const { execution, step } = visits[0];
    const { count, per } = step.config as unknown as RateLimitConfig;
    const newcomers = visits.filter((visit) => !visit.execution.looked);
    const gapMs = PER_MS[per] / count;
    const lane = { workflowId: execution.workflowId, step: step.id };
    const last =
      newcomers.length > 0 ? await this.rates.reserve(ownerOf(visits), lane, newcomers.length * gapMs) : 0;
    const moments = new Map(
      newcomers.map((visit, at) => [visit, new Date(last - (newcomers.length - at) * gapMs)]),
    );
    return visits.map((visit) => {
      const moment = moments.get(visit);
      return moment && moment <= visit.now ? went() : waited(visit, () => moment ?? visit.now);
    });
  }
}
