import { readFilter } from './filter-check.js';
import { MOST_DEPTH, MOST_NODES } from './filter.js';

const score = { field: 'score', op: 'at_least', value: 50 };
const kinds = new Map([
  ['seats', 'number' as const],
  ['likes', 'list' as const],
]);
const problems = (raw: unknown) =>
  readFilter(raw, kinds).issues.map(({ path, message }) => `${path}: ${message}`);

describe('a filter that somebody sends', () => {
  it.each<[string, unknown, string]>([
    ['a text', 'all', 'filter'],
    ['an empty object', {}, 'filter'],
    ['two roles', { all: [], any: [] }, 'filter'],
    ['a stranger', { all: [], limit: 3 }, 'filter.limit'],
    ['no list', { all: score }, 'filter.all'],
    ['a field there is not', { field: 'password', op: 'is', value: 'x' }, 'filter.field'],
    ['a name from beyond', { field: '__proto__', op: 'is', value: 'x' }, 'filter.field'],
    ['an operator that does not fit', { field: 'score', op: 'contains', value: 'x' }, 'filter.op'],
    ['a text for a number', { field: 'score', op: 'at_least', value: '50' }, 'filter.value'],
    [
      'a status there is not',
      { any: [score, { field: 'status', op: 'in', value: ['warm'] }] },
      'filter.any.1.value',
    ],
    [
      'a day there is not',
      { not: { field: 'created_at', op: 'after', value: '2026-02-30' } },
      'filter.not.value',
    ],
    ['a pattern for words', { field: 'job_title', op: 'has_word', value: ['ceo|.*'] }, 'filter.value'],
    ['no list of values', { field: 'tags', op: 'has_any', value: 'a' }, 'filter.value'],
    ['a NUL', { field: 'company', op: 'is', value: 'a\0b' }, 'filter.value'],
    [
      'a custom field read otherwise',
      { field: 'custom.seats', op: 'is', value: 'x', as: 'text' },
      'filter.as',
    ],
    ['a defined field asked otherwise', { field: 'custom.seats', op: 'contains', value: 'x' }, 'filter.op'],
    ['a type for a field of ours', { ...score, as: 'number' }, 'filter.as'],
    ['an event there is not', { event: 'bought' }, 'filter.event'],
    ['a form of an open', { event: 'opened', form_id: 'x' }, 'filter.form_id'],
    ['no days', { event: 'opened', within_days: 0 }, 'filter.within_days'],
    ['too many times', { event: 'opened', at_least: 1.5 }, 'filter.at_least'],
    ['no id', { event: 'submitted', form_id: 'x' }, 'filter.form_id'],
  ])('is refused with %s, at its place', (_, raw, path) => {
    const [first] = readFilter(raw, kinds).issues;
    expect(first?.path).toBe(path);
    expect(first?.message.startsWith(path)).toBe(true);
  });

  it('may be deep and large within limits', () => {
    const deep = (levels: number): unknown => (levels === 1 ? score : { not: deep(levels - 1) });
    expect(problems(deep(MOST_DEPTH))).toEqual([]);
    expect(problems(deep(MOST_DEPTH + 1))).toHaveLength(1);
    const wide = (nodes: number) => ({ all: Array.from({ length: nodes - 1 }, () => score) });
    expect(problems(wide(MOST_NODES))).toEqual([]);
    expect(problems(wide(100_000))).toEqual([expect.stringContaining('more than 100 conditions')]);
  });

  it('tells everything that is wrong at once', () => {
    const found = problems({
      all: [{ event: 'bought' }, score, { not: { field: 'score', op: 'is', value: null } }],
    });
    expect(found.map((one) => one.split(':')[0])).toEqual(['filter.all.0.event', 'filter.all.2.not.value']);
  });

  it.each<[object, string]>([
    [{ field: 'custom.seats', op: 'is', value: 5 }, 'number'],
    [{ field: 'custom.likes', op: 'has', value: 'tea' }, 'list'],
    [{ field: 'custom.other', op: 'is', value: 5 }, 'number'],
    [{ field: 'custom.other', op: 'is', value: true }, 'boolean'],
    [{ field: 'custom.other', op: 'before', value: '2026-01-01' }, 'date'],
    [{ field: 'custom.other', op: 'is_known', value: true }, 'text'],
    [{ field: 'custom.other', op: 'at_most', value: 3 }, 'number'],
  ])('reads the custom field of %p as %p', (raw, as) => {
    expect(readFilter(raw, kinds).filter).toEqual({ ...raw, as });
  });
});
