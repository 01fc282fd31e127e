import fc from 'fast-check';
import { checkCustomFields } from './custom-fields.js';
import { type CustomField, readCustomText, readCustomValue } from './custom-value.js';
import { CUSTOM_TYPES, type CustomType } from './lead-field.dto.js';

const field = (type: CustomType, more: Partial<CustomField> = {}): CustomField => ({
  key: 'plan',
  type,
  options: ['basic', 'pro'],
  required: false,
  ...more,
});

describe('the value of a custom field', () => {
  it.each<[CustomType, unknown, unknown]>([
    ['text', '  Zoe\u0308  M ', 'Zoë M'],
    ['textarea', ' a\nb ', 'a\nb'],
    ['number', 3.5, 3.5],
    ['boolean', false, false],
    ['date', '2026-02-28', '2026-02-28'],
    ['select', 'pro', 'pro'],
    ['multiselect', ['pro', 'basic', 'pro'], ['pro', 'basic']],
    ['url', 'https://example.com/a?b', 'https://example.com/a?b'],
    ['email', 'a@example.com', 'a@example.com'],
    ['phone', '+49 30 1', '+49 30 1'],
  ])('of type %s is kept: %j', (type, raw, value) => {
    expect(readCustomValue(field(type), raw)).toEqual({ value });
  });

  it.each<[CustomType, unknown]>([
    ['text', 5],
    ['text', 'a\u0000b'],
    ['text', 'x'.repeat(501)],
    ['textarea', 'x'.repeat(5_001)],
    ['number', '3'],
    ['number', Number.POSITIVE_INFINITY],
    ['boolean', 'true'],
    ['date', '2026-02-30'],
    ['date', '28.02.2026'],
    ['select', 'gold'],
    ['multiselect', 'pro'],
    ['multiselect', ['pro', 'gold']],
    ['url', 'javascript:alert(1)'],
    ['email', 'a@b'],
    ['phone', 'call me'],
  ])('of type %s is refused: %j', (type, raw) => {
    expect(readCustomValue(field(type), raw)).toEqual({ problem: expect.stringMatching(/^must be /) });
  });

  it('reads text of a file as what it is', () => {
    expect(readCustomText(field('number'), '12.5')).toEqual({ value: 12.5 });
    expect(readCustomText(field('boolean'), 'Ja')).toEqual({ value: true });
    expect(readCustomText(field('multiselect'), 'pro; basic')).toEqual({ value: ['pro', 'basic'] });
    for (const type of ['number', 'boolean', 'multiselect', 'date'] as const)
      expect(readCustomText(field(type), 'whatever')).toHaveProperty('problem');
  });

  it('that was kept is kept again, whatever was sent', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CUSTOM_TYPES), fc.anything(), (type, raw) => {
        const reading = readCustomValue(field(type), raw);
        if ('value' in reading) expect(readCustomValue(field(type), reading.value)).toEqual(reading);
      }),
    );
  });
});

describe('custom fields of a lead', () => {
  const check = (fields: CustomField[], given: Record<string, unknown>, whole = true) =>
    checkCustomFields(fields, given, whole);

  it('under keys that are not defined may be anything', () => {
    expect(check([field('number')], { other: { deep: [1] } })).toEqual({
      values: { other: { deep: [1] } },
      issues: [],
    });
  });

  it('that are required must be there in a whole lead, and cannot be cleared in a change', () => {
    const fields = [field('text', { required: true })];
    const issues = [{ path: 'custom_fields.plan', message: 'custom_fields.plan is required' }];
    expect(check(fields, {}).issues).toEqual(issues);
    expect(check(fields, {}, false).issues).toEqual([]);
    expect(check(fields, { plan: null }, false).issues).toEqual(issues);
    expect(check(fields, { plan: '' }, false).issues).toEqual(issues);
  });

  it('are cleared by null or an empty value', () => {
    expect(check([field('multiselect')], { plan: [] }, false).values).toEqual({ plan: null });
  });
});
