import { DEFAULT_SETTINGS, type Definition, FORMAT } from '../definitions/definition.js';
import { LEAD_NURTURE } from '../built-ins/lead-nurture.js';
import { rehearsed } from './rehearsal.js';

const start = new Date('2026-12-01T08:00:00Z');
const wish = {
  workflowId: 'w',
  trigger: 'enter',
  start,
  lead: { email: 'ada@example.com' },
  whose: 'ada@example.com',
  answers: async () => undefined,
  does: async () => undefined,
};

describe('a rehearsal', () => {
  it('walks on a clock of its own and tells what would be sent', async () => {
    const { path, ended, ends_at } = await rehearsed(LEAD_NURTURE.definition, { ...wish, outcomes: {} });
    expect(path.map(({ step }) => step)).toEqual([
      'enter',
      'first-mail',
      'opened',
      'second-mail',
      'pause',
      'last-mail',
    ]);
    expect(path[1]?.would).toMatchObject({ send_mail: { to: 'ada@example.com' } });
    expect(path[3]?.at).toBe('2026-12-04T08:00:00.000Z');
    expect([ended, ends_at]).toEqual(['end', '2026-12-11T08:00:00.000Z']);
  });

  it('takes the ways out that it is asked to take', async () => {
    const outcomes = { opened: 'happened' };
    const { path, ends_at } = await rehearsed(LEAD_NURTURE.definition, { ...wish, outcomes });
    expect(path.map(({ step }) => step)).toContain('warm');
    expect(path.find(({ step }) => step === 'opened')).toMatchObject({ exit: 'happened', forced: true });
    expect(ends_at).toBe('2026-12-08T08:00:00.000Z');
  });

  it('is over when the lead has become what it is for', async () => {
    const answers = async ({ id }: { id: string }) => (id === 'pause' ? 'end' : undefined);
    const { path, ended } = await rehearsed(LEAD_NURTURE.definition, { ...wish, outcomes: {}, answers });
    expect(path.at(-1)).toMatchObject({ step: 'pause', exit: null });
    expect(ended).toBe('goal');
  });

  it('waits for a decision as long as a run does, and not where somebody decides', async () => {
    const definition: Definition = {
      format: FORMAT,
      settings: DEFAULT_SETTINGS,
      steps: [
        { id: 'enter', type: 'trigger', config: { on: 'manual' }, next: { next: 'a' } },
        {
          id: 'a',
          type: 'approval',
          config: { title: 'May we?', timeout: { days: 3 }, notify: [] },
          next: { approved: null, rejected: null, timed_out: null },
        },
      ],
    };
    const endsAt = async (outcomes: Record<string, string>) =>
      (await rehearsed(definition, { ...wish, outcomes })).ends_at;
    expect(await endsAt({ a: 'timed_out' })).toBe('2026-12-04T08:00:00.000Z');
    expect(await endsAt({ a: 'rejected' })).toBe(start.toISOString());
    expect(await endsAt({})).toBe(start.toISOString());
  });

  it('ends though the workflow goes round', async () => {
    const round: Definition = {
      format: FORMAT,
      settings: DEFAULT_SETTINGS,
      steps: [
        { id: 'enter', type: 'trigger', config: { on: 'manual' }, next: { next: 'a' } },
        { id: 'a', type: 'delay', config: { for: { hours: 1 } }, next: { next: 'a' } },
      ],
    };
    expect((await rehearsed(round, { ...wish, outcomes: {} })).ended).toBe('too many steps');
  });
});
