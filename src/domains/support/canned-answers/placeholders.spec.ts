import fc from 'fast-check';
import { checkPlaceholders, filledIn } from './placeholders.js';

const ticket = {
  id: 't1',
  name: 'Ada Lovelace',
  email: 'ada@example.org',
  subject: 'CSV',
  status: 'in_progress',
  priority: 'normal',
} as const;

describe('a canned answer', () => {
  it('is filled in with what the ticket says', () => {
    expect(filledIn('Hello {{first_name}} ({{ email }}), {{ subject }} is {{ status }}.', ticket)).toBe(
      'Hello Ada (ada@example.org), CSV is in progress.',
    );
  });

  it('is filled in once: a name that looks like a placeholder stays a name', () => {
    const named = { ...ticket, name: '{{ email }} {{ constructor }} $&' };
    expect(filledIn('{{ name }}', named)).toBe(named.name);
  });

  it.each(['{{ password }}', '{{ constructor }}', '{{ }}', '{{ __proto__ }}'])('cannot hold %s', (body) => {
    expect(() => checkPlaceholders(body)).toThrow(/no placeholder/);
    expect(filledIn(body, ticket)).toBe(body);
  });

  it('is read through once, however many spaces a placeholder begins with', () => {
    const body = `a{{${' '.repeat(9_000)}{ b {{ name }}`;
    expect(filledIn(body, ticket)).toBe(body.replace('{{ name }}', ticket.name));
  });

  it('stays as it is where it holds no placeholder', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const body = text.replaceAll('{{', '');
        expect(filledIn(body, ticket)).toBe(body);
      }),
    );
  });
});
