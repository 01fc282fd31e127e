import fc from 'fast-check';
import { readItems } from '../upserts/upsert-items.js';
import { isPath, isTarget, itemsIn, leadOf, type Mapped, valueAt } from './mapping.js';

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'toJSON',
  'then',
  'a',
  '0',
];
const name = fc.constantFrom(...NAMES);
/** What a hostile system may send: objects whose own keys are called as what all objects have, lists, long texts, odd numbers. */
const { hostile } = fc.letrec<{ hostile: unknown }>((tie) => ({
  hostile: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, '', 'a@example.com', 'x'.repeat(20_000), 1e308, -0, '\ud800', [], {}),
    fc.array(tie('hostile'), { maxLength: 4 }),
    fc
      .array(fc.tuple(name, tie('hostile')), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries) as unknown),
  ),
}));
const target = fc.constantFrom(
  'email',
  'external_id',
  'first_name',
  'tags',
  'annual_revenue',
  'status',
  'consent',
  'custom.toString',
  'custom.hasOwnProperty',
  'custom.then',
  'custom.a',
);
const mappings = fc.array(
  fc.record({
    from: fc.array(name, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('.')),
    to: target,
  }),
  { minLength: 1, maxLength: 12 },
);

describe('a path', () => {
  it('finds what was sent, in objects and lists', () => {
    const sent = { data: { contacts: [{ 'E Mail': 'a@example.com' }], n: null } };
    expect(valueAt(sent, 'data.contacts.0.E Mail')).toBe('a@example.com');
    expect(valueAt(sent, 'data.n')).toBeNull();
    expect(valueAt(sent, 'data.n.x')).toBeUndefined();
    expect(valueAt('text', 'length')).toBeUndefined();
  });

  it('never finds what nobody has sent, whatever is asked of whatever', () => {
    const path = fc.array(fc.constantFrom('a', '0', 'toString', 'length', 'constructor', '__proto__'), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.jsonValue(), path, (sent, segments) => {
        const found = valueAt(sent, segments.join('.'));
        if (found === undefined) return;
        expect(JSON.stringify(sent)).toContain(JSON.stringify(found));
        expect(typeof found).not.toBe('function');
      }),
    );
  });

  it('is bounded, and names nothing that changes objects', () => {
    expect(['a', 'a.0.b', '$x.y-z', Array(8).fill('a').join('.')].filter((text) => !isPath(text))).toEqual(
      [],
    );
    const wrong = [
      '',
      '.',
      'a.',
      '.a',
      'a..b',
      ' a',
      Array(9).fill('a').join('.'),
      'a'.repeat(101),
      'a.__proto__',
      5,
    ];
    expect(wrong.filter(isPath)).toEqual([]);
  });
});

describe('a target', () => {
  it('is a field of a lead or a custom one', () => {
    expect(['email', 'tags', 'custom.plan'].filter((text) => !isTarget(text))).toEqual([]);
    const wrong = [
      'id',
      'created_by',
      'lead_score',
      'custom.',
      'custom.a.b',
      'custom.constructor',
      'custom.<b>',
      '',
      5,
    ];
    expect(wrong.filter(isTarget)).toEqual([]);
  });
});

describe('what a hostile system sends', () => {
  const known = new Set(Object.getOwnPropertyNames(Object.prototype));
  const isPlain = (value: unknown): boolean =>
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    Object.getPrototypeOf(value) === Object.prototype;

  it('becomes a plain lead of mapped fields, and changes nothing that other objects have', () => {
    fc.assert(
      fc.property(hostile, mappings, (sent, all) => {
        const mapping: Mapped[] = all.filter(({ from, to }) => isPath(from) && isTarget(to));
        const lead = leadOf(sent, mapping);
        const targets = mapping.map(({ to }) => to.split('.')[0]!.replace('custom', 'custom_fields'));
        expect(Object.keys(lead).filter((key) => !targets.includes(key))).toEqual([]);
        expect([lead, lead['custom_fields']].every(isPlain)).toBe(true);
        expect(JSON.stringify(lead).length).toBeLessThanOrEqual(
          mapping.length * (JSON.stringify(sent).length + 100) + 2,
        );
        expect(new Set(Object.getOwnPropertyNames(Object.prototype))).toEqual(known);
      }),
    );
  });

  it('is taken or refused by whoever keeps leads, field by field, and never breaks the batch', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 5 }), mappings, (sent, mapping) => {
        const { items, refused } = readItems(
          sent.map((one) => leadOf(one, mapping)),
          [],
        );
        expect(items.length + refused.length).toBe(sent.length);
        for (const { columns } of items) expect(isPlain(columns)).toBe(true);
        for (const { issues } of refused) expect(issues.length).toBeGreaterThan(0);
        expect(new Set(Object.getOwnPropertyNames(Object.prototype))).toEqual(known);
      }),
    );
  });
});

describe('what another system sends', () => {
  it('is read as leads: all of a list, or the whole', () => {
    expect(itemsIn({ a: [1, 2] }, 'a')).toEqual([1, 2]);
    expect(itemsIn({ a: 5 }, 'a')).toEqual([]);
    expect(itemsIn({ a: 5 }, null)).toEqual([{ a: 5 }]);
  });

  it('fits the fields of a lead where it can, and what is not there says nothing', () => {
    const mapping = [
      { from: 'id', to: 'external_id' },
      { from: 'rev', to: 'annual_revenue' },
      { from: 'labels', to: 'tags' },
      { from: 'first', to: 'first_name' },
      { from: 'none', to: 'last_name' },
      { from: 'plan', to: 'custom.plan' },
      { from: 'empty', to: 'custom.empty' },
    ];
    const sent = { id: 42, rev: '1000.5', labels: 'vip', first: null, plan: { a: 1 }, empty: '' };
    expect(leadOf(sent, mapping)).toEqual({
      external_id: '42',
      annual_revenue: 1000.5,
      tags: ['vip'],
      custom_fields: { plan: { a: 1 } },
    });
    expect(leadOf('text', mapping)).toEqual({});
  });
});
