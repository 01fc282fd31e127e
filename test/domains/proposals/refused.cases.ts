import { randomUUID } from 'node:crypto';

/** What is wrong, the body that has it, the status it is refused with and the field that is named. */
type Refused = [what: string, body: object, status: number, path: string];

export const REFUSED_CHANGES: Refused[] = [
  [
    'a price with more decimals than its currency',
    { currency: 'JPY', pricing: [{ item: 'A', price: 1.5 }] },
    422,
    'pricing.0.price',
  ],
  [
    'prices that are too large together',
    { pricing: Array.from({ length: 200 }, () => ({ item: 'A', price: 1e9, quantity: 1e5 })) },
    422,
    'pricing',
  ],
  [
    'a section named twice',
    {
      sections: [
        { id: 'a', title: 'A' },
        { id: 'a', title: 'B' },
      ],
    },
    422,
    'sections.1.id',
  ],
  [
    'texts that are too long together',
    { content: Object.fromEntries('abcdef'.split('').map((key) => [key, 'x'.repeat(20_000)])) },
    422,
    'content',
  ],
  ['a text that is too long', { content: { a: 'x'.repeat(20_001) } }, 400, 'content'],
  ['a text that is none', { content: { a: 5 } }, 400, 'content'],
  ['a key that is none', { content: { 'A b': 'x' } }, 400, 'content'],
  ['201 lines', { pricing: Array.from({ length: 201 }, () => ({ item: 'A', price: 1 })) }, 400, 'pricing'],
  ['a price below nothing', { pricing: [{ item: 'A', price: -1 }] }, 400, 'pricing.0.price'],
  ['a price in words', { pricing: [{ item: 'A', price: '1' }] }, 400, 'pricing.0.price'],
  ['a line without an item', { pricing: [{ item: ' \u0000'.slice(0, 1), price: 1 }] }, 400, 'pricing.0.item'],
  ['51 phases', { timeline: Array.from({ length: 51 }, () => ({ phase: 'A' })) }, 400, 'timeline'],
  ['a currency that does not exist', { currency: 'XYZ' }, 400, 'currency'],
  ['a language that does not exist', { locale: 'en_US' }, 400, 'locale'],
  ['a discount above everything', { discount_percent: 101 }, 400, 'discount_percent'],
  ['a day that does not exist', { valid_until: '2026-02-30' }, 400, 'valid_until'],
  ['a moment for a day', { valid_until: '2026-02-03T10:00:00Z' }, 400, 'valid_until'],
  [
    'a brand with a colour that closes a tag',
    { brand: { name: 'A', colors: { primary: '"/><x' } } },
    400,
    'brand.colors.primary',
  ],
  ['a logo', { brand: { name: 'A', logo: 'x' } }, 400, 'brand.logo'],
  ['no name', { client_name: null }, 400, 'client_name'],
  [
    'a mail address that is none',
    { client_info: { company_name: 'A', email: 'a@b' } },
    400,
    'client_info.email',
  ],
  ['another owner', { created_by: randomUUID() }, 400, 'created_by'],
  ['a status that does not exist', { status: 'viewed' }, 400, 'status'],
];

export const REFUSED_TEMPLATES: Refused[] = [
  ['no name', { sections: ['a'] }, 400, 'name'],
  ['no sections', { name: 'A' }, 400, 'sections'],
  ['sections that are empty', { name: 'A', sections: [] }, 400, 'sections'],
  ['a section that is no key', { name: 'A', sections: ['About us'] }, 400, 'sections'],
  ['a section twice', { name: 'A', sections: ['a', 'b', 'a'] }, 422, 'sections.2'],
  [
    '31 services',
    { name: 'A', sections: ['a'], default_services: Array(31).fill('x') },
    400,
    'default_services',
  ],
  ['a text that is none', { name: 'A', sections: ['a'], section_texts: { a: null } }, 400, 'section_texts'],
  ['an owner', { name: 'A', sections: ['a'], user_id: randomUUID() }, 400, 'user_id'],
];
