import fc from 'fast-check';
import { problemsOf } from '../definitions/definition-check.js';
import { DEFAULT_SETTINGS, type Definition, FORMAT, type Step, stepOf } from '../definitions/definition.js';
import { shapeOf } from '../steps/step-shapes.js';
import { calling, pauseOf, settled } from './settlement.js';
import type { Execution, Outcome, Visit } from './visit.js';

const NOW = new Date('2026-12-01T08:00:00.000Z');

const step = (id: string, next: string | null, more: Partial<Step> = {}): Step => ({
  id,
  type: 'add_tag',
  config: { tags: ['x'] },
  next: { next },
  ...more,
});

const execution = (more: Partial<Execution> = {}): Execution => ({
  id: 'e',
  ownerId: 'o',
  workflowId: 'w',
  version: 1,
  status: 'running',
  leadId: null,
  step: 'a',
  seq: 1,
  since: NOW.toISOString(),
  looked: false,
  attempt: 0,
  failures: 0,
  dueAt: NOW.toISOString(),
  state: null,
  woken: null,
  input: {},
  outputs: {},
  wanted: null,
  concurrencyKey: null,
  parentId: null,
  depth: 0,
  createdAt: NOW.toISOString(),
  ...more,
});

function visit(steps: readonly Step[], more: Partial<Execution> = {}): Visit {
  const definition: Definition = { format: FORMAT, settings: DEFAULT_SETTINGS, steps };
  const here = execution(more);
  return { execution: here, definition, step: stepOf(definition, here.step)!, lead: null, now: NOW };
}

const failure: Outcome = { kind: 'fail', code: 'x/y', message: 'No.', final: false };

describe('what becomes of an instance', () => {
  it('goes on with the next step, as another visit', () => {
    const settlement = settled(visit([step('a', 'b'), step('b', null)]), { kind: 'go', output: { n: 1 } });
    expect(settlement).toMatchObject({
      status: 'running',
      step: 'b',
      seq: 2,
      looked: false,
      outputs: { a: { n: 1 } },
    });
    expect(settlement.record).toMatchObject({ step: 'a', seq: 1, status: 'done', exit: 'next' });
  });

  it('is over where nothing follows', () => {
    expect(settled(visit([step('a', null)]), { kind: 'go' })).toMatchObject({
      status: 'completed',
      reason: 'end',
      due_at: null,
    });
  });

  it('listens as soon as it comes to a wait for an event', () => {
    const wait = step('b', null, {
      type: 'wait_for_event',
      config: { event: { on: 'tag_added', tag: 'demo' }, timeout: { days: 1 } },
      next: { happened: null, timed_out: null },
    });
    expect(settled(visit([step('a', 'b'), wait]), { kind: 'go' })).toMatchObject({
      awaits: 'tagged',
      awaits_match: { tag: 'demo' },
    });
  });

  it('is kept for who calls the outside, and known to be there', () => {
    const hook = step('b', null, { type: 'webhook', config: { url: 'https://example.com' } });
    expect(settled(visit([step('a', 'b'), hook]), { kind: 'go' }).outside).toBe(true);
    const lease = new Date(NOW.getTime() + 16_000);
    expect(calling(visit([hook], { step: 'b' }), lease)).toMatchObject({
      status: 'running',
      looked: true,
      due_at: lease.toISOString(),
    });
  });

  it('tries again later and later, then fails and can be found', () => {
    const steps = [step('a', null, { retry: { limit: 2, seconds: 10 } })];
    const first = settled(visit(steps), failure, () => 1);
    expect(first).toMatchObject({ status: 'waiting', seq: 1, failures: 1, error_code: 'x/y' });
    expect(first.due_at).toBe('2026-12-01T08:00:10.000Z');
    expect(settled(visit(steps, { failures: 1 }), failure, () => 1).due_at).toBe('2026-12-01T08:00:20.000Z');
    const last = settled(visit(steps, { failures: 2 }), failure);
    expect(last).toMatchObject({ status: 'failed', due_at: null, error_message: 'No.' });
    expect(last.record).toMatchObject({ status: 'failed', attempts: 3, error: 'No.' });
  });

  it('waits as long as it is asked to, and not at all for what is final', () => {
    const asked = settled(visit([step('a', null)]), { ...failure, after: 600 });
    expect(asked.due_at).toBe('2026-12-01T08:10:00.000Z');
    expect(settled(visit([step('a', null)]), { ...failure, final: true }).status).toBe('failed');
  });

  it('goes on past a failure where the step says so', () => {
    const steps = [step('a', 'b', { on_error: 'continue' }), step('b', null)];
    const settlement = settled(visit(steps), { ...failure, final: true });
    expect(settlement).toMatchObject({ status: 'running', step: 'b' });
    expect(settlement.record).toMatchObject({ status: 'skipped', error: 'No.' });
  });

  it('fails before what its steps leave grows without end', () => {
    const full = { outputs: { big: 'x'.repeat(300_000) } };
    expect(settled(visit([step('a', 'b'), step('b', null)], full), { kind: 'go', output: 1 })).toMatchObject({
      status: 'failed',
      error_code: 'workflows/payload-too-large',
    });
  });

  it('spreads repetitions between half of the pause and all of it', () => {
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.integer({ min: 1, max: 3_600 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, seconds, chance) => {
          const pause = pauseOf(failures, { limit: 10, seconds }, () => chance);
          const whole = Math.min(3_600, seconds * 2 ** failures);
          expect(pause).toBeGreaterThanOrEqual(whole / 2);
          expect(pause).toBeLessThanOrEqual(whole);
        },
      ),
    );
  });
});

/** Steps of every kind of flow, wired by chance. */
const graphs = fc.integer({ min: 1, max: 12 }).chain((size) => {
  const way = fc.oneof(
    fc.constant(null),
    fc.nat(size - 1).map((at) => `s${at}`),
  );
  const kinds = fc.constantFrom('add_tag', 'branch', 'split', 'delay', 'approval', 'end');
  return fc
    .tuple(
      fc.array(fc.record({ kind: kinds, ways: fc.array(way, { minLength: 3, maxLength: 3 }) }), {
        minLength: size,
        maxLength: size,
      }),
      fc.infiniteStream(fc.nat(2)),
    )
    .map(([made, chances]) => ({
      steps: made.map(({ kind, ways }, at) => stepOfKind(`s${at}`, kind, ways)),
      chances,
    }));
});

function stepOfKind(
  id: string,
  type: string,
  [one = null, two = null, three = null]: (string | null)[],
): Step {
  const configs: Record<string, Step['config']> = {
    add_tag: { tags: ['x'] },
    branch: { filter: { all: [] } },
    split: {
      variants: [
        { name: 'l', weight: 1 },
        { name: 'r', weight: 2 },
      ],
    },
    delay: { for: { hours: 1 } },
    approval: { title: 'May it?', timeout: { days: 1 }, notify: [], escalate_to: [] },
    end: {},
  };
  const ways: Record<string, Step['next']> = {
    branch: { yes: one, no: two },
    split: { l: one, r: two },
    approval: { approved: one, rejected: two, timed_out: three },
    end: {},
  };
  return { id, type, config: configs[type] ?? {}, next: ways[type] ?? { next: one } };
}

describe('a workflow that may be published', () => {
  it('ends or waits within as many steps as it has, whatever its shape and whatever happens', () => {
    fc.assert(
      fc.property(graphs, ({ steps, chances }) => {
        const enter: Step = { id: 'enter', type: 'trigger', config: { on: 'manual' }, next: { next: 's0' } };
        const definition: Definition = {
          format: FORMAT,
          settings: DEFAULT_SETTINGS,
          steps: [enter, ...steps],
        };
        // What nobody comes to is left out: it is another problem.
        const wrong = problemsOf(definition).filter(({ message }) => !message.includes('never come to'));
        fc.pre(wrong.length === 0);
        let here = execution({ step: 's0' });
        let sinceWait = 0;
        for (let visits = 0; visits < 200 && here.step !== null; visits++) {
          const at = stepOf(definition, here.step)!;
          const shape = shapeOf(at.type)!;
          const exits = shape.exits(at.config);
          const outcome: Outcome =
            exits.length === 0
              ? { kind: 'end', reason: 'end' }
              : { kind: 'go', exit: exits[chances.next().value % exits.length]! };
          const next = settled({ execution: here, definition, step: at, lead: null, now: NOW }, outcome);
          sinceWait = shape.pauses(at.config) ? 0 : sinceWait + 1;
          expect(sinceWait).toBeLessThanOrEqual(steps.length);
          if (next.status !== 'running') return;
          expect(next.seq).toBe(here.seq + 1);
          here = execution({ step: next.step, seq: next.seq });
        }
      }),
    );
  });
});
