import fc from 'fast-check';
import { BUILT_INS } from '../built-ins/built-ins.js';
import { problemsOf, withReadConfigs } from './definition-check.js';
import { DEFAULT_SETTINGS, type Definition, FORMAT, STEPS_AT_MOST } from './definition.js';
import { readDefinition } from './read-definition.js';

const enter = { id: 'enter', type: 'trigger', config: { on: 'manual' }, next: { next: 'a' } };
const tag = (id: string, next: string | null) => ({
  id,
  type: 'add_tag',
  config: { tags: ['x'] },
  next: { next },
});
const delay = (id: string, next: string | null, span: object = { days: 1 }) => ({
  id,
  type: 'delay',
  config: { for: span },
  next: { next },
});
const branch = (id: string, yes: string | null, no: string | null) => ({
  id,
  type: 'branch',
  config: { filter: { field: 'score', op: 'at_least', value: 50 } },
  next: { yes, no },
});

function problems(steps: object[], more: object = {}): string[] {
  const { definition, issues } = readDefinition({ format: FORMAT, steps, ...more });
  return (definition ? problemsOf(definition) : issues).map(({ path, message }) => {
    expect(message.startsWith(path)).toBe(true);
    return path;
  });
}

describe('a definition', () => {
  it('may branch, meet again and end', () => {
    const steps = [enter, branch('a', 'b', 'c'), tag('b', 'c'), delay('c', null)];
    expect(problems(steps)).toEqual([]);
  });

  it.each<[string, object[], string]>([
    [
      'a type there is not',
      [enter, { id: 'a', type: 'launch_rocket', config: {}, next: null }],
      'steps.1.type',
    ],
    [
      'a config that does not fit',
      [enter, { ...tag('a', null), config: { tags: [] } }],
      'steps.1.config.tags',
    ],
    [
      'a field that nobody knows',
      [enter, { ...tag('a', null), config: { tags: ['x'], to: 1 } }],
      'steps.1.config.to',
    ],
    [
      'a way out that is missing',
      [enter, { ...branch('a', null, null), next: { yes: null } }],
      'steps.1.next.no',
    ],
    [
      'a way out there is not',
      [enter, { ...tag('a', null), next: { next: null, maybe: null } }],
      'steps.1.next.maybe',
    ],
    ['a way that leads nowhere', [enter, tag('a', 'z')], 'steps.1.next.next'],
    ['two steps of one name', [enter, tag('a', null), tag('a', null)], 'steps.2.id'],
    ['a step that nobody comes to', [enter, tag('a', null), tag('b', null)], 'steps.2'],
    ['no trigger', [tag('a', null)], 'steps'],
    ['a way to a trigger', [enter, tag('a', 'enter')], 'steps.1.next.next'],
    ['a circle without a wait', [enter, tag('a', 'b'), branch('b', 'a', null)], 'steps.1.next'],
    [
      'a circle with a wait of seconds',
      [enter, tag('a', 'b'), delay('b', 'a', { seconds: 5 })],
      'steps.1.next',
    ],
    ['a circle of one step', [enter, branch('a', 'a', null)], 'steps.1.next'],
    [
      'a trigger of an unknown kind',
      [{ ...enter, config: { on: 'full_moon' } }, tag('a', null)],
      'steps.0.config.on',
    ],
    [
      'a trigger of a kind told wrongly',
      [{ ...enter, config: { on: 'segment_entered' } }, tag('a', null)],
      'steps.0.config.segment_id',
    ],
    [
      'a cron line that never comes',
      [{ ...enter, config: { on: 'schedule', cron: '0 0 31 2 *' } }, tag('a', null)],
      'steps.0.config.cron',
    ],
    [
      'a text of a step there is not',
      [enter, { id: 'a', type: 'post', config: { platform: 'linkedin', content_from: 'z' }, next: null }],
      'steps.1.config.content_from',
    ],
  ])('is told of %s, at its place', (_, steps, path) => {
    expect(problems(steps)).toContain(path);
  });

  it('may go round through a wait', () => {
    expect(problems([enter, tag('a', 'b'), branch('b', 'c', null), delay('c', 'a')])).toEqual([]);
  });

  it.each<[object, string]>([
    [{ format: 99 }, 'format'],
    [{ settings: { re_entry: 'sometimes' } }, 'settings.re_entry'],
    [{ settings: { max_steps: 1e9 } }, 'settings.max_steps'],
    [{ settings: { concurrency_key: 'lead.__proto__' } }, 'settings.concurrency_key'],
    [{ settings: { speed: 3 } }, 'settings.speed'],
  ])('is refused with %j', (more, path) => {
    expect(problems([enter, tag('a', null)], more)).toContain(path);
  });

  it('has at most 100 steps and 256 KB', () => {
    const many = Array.from({ length: STEPS_AT_MOST + 1 }, (_, at) => tag(`s${at}`, null));
    expect(problems(many)).toEqual(['steps']);
    const large = { ...tag('a', null), description: 'x'.repeat(300_000) };
    expect(problems([enter, large])).toEqual(['steps']);
  });

  it('is what its configs are read as', () => {
    const mail = { id: 'a', type: 'send_mail', config: { subject: 'Hi', text: 'There' }, next: null };
    const { definition } = readDefinition({ format: FORMAT, steps: [enter, mail] });
    expect(withReadConfigs(definition!).steps[1]?.config).toEqual({
      subject: 'Hi',
      text: 'There',
      transactional: false,
    });
  });

  it.each(BUILT_INS.map((builtIn) => [builtIn.id, builtIn.definition] as const))(
    'that is built in is sound: %s',
    (_, definition) => {
      const read = readDefinition(definition as unknown as Record<string, unknown>);
      expect(read.issues).toEqual([]);
      expect(problemsOf(definition)).toEqual([]);
      expect(withReadConfigs(definition)).toEqual(definition);
    },
  );

  it('never makes the check throw or hang, whatever is sent', () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    const step = fc.record({ id: json, type: json, config: json, next: json }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.oneof(json, fc.array(step, { maxLength: 20 })), json, (steps, settings) => {
        const { definition, issues } = readDefinition({ format: FORMAT, steps, settings } as never);
        if (definition) problemsOf(definition);
        else expect(issues.length).toBeGreaterThan(0);
      }),
    );
  });

  it('of 100 steps that all lead to each other is checked at once', () => {
    const names = Array.from({ length: 99 }, (_, at) => `s${at}`);
    const steps = names.map((id, at) =>
      branch(id, names[(at + 1) % 99] ?? null, names[(at * 7) % 99] ?? null),
    );
    const began = performance.now();
    const first = { ...enter, next: { next: 's0' } };
    expect(problems([first, ...steps]).length).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

/** Keeps the settings in sight of the reader: what is not said is this. */
it('has settings that are said once', () => {
  const { definition } = readDefinition({ format: FORMAT, steps: [enter, tag('a', null)] });
  expect((definition as Definition).settings).toEqual(DEFAULT_SETTINGS);
});
