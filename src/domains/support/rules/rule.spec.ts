import { holds, type Looked } from './rule.js';

const TICKET: Looked = {
  status: 'open',
  priority: 'normal',
  channel: 'web',
  subject: 'My Invoice',
  email: 'ada@example.org',
  user_id: null,
  assignee_id: null,
  labels: ['billing', 'vip'],
  fields: { plan: 'pro', seats: 3, trial: false },
  message: 'Please send a refund',
};
const asks = (
  field: string,
  op: 'is' | 'is_not' | 'contains' | 'contains_not',
  value: string,
  details = {},
) => holds([{ field, op, value }], TICKET, { details });

describe('the conditions of a rule', () => {
  it.each([
    ['status', 'is', 'open'],
    ['status', 'is_not', 'closed'],
    ['subject', 'contains', 'invoice'],
    ['subject', 'contains_not', 'password'],
    ['email', 'contains', '@EXAMPLE.org'],
    ['assignee', 'is', 'none'],
    ['asker', 'is', 'guest'],
    ['label', 'is', 'vip'],
    ['label', 'is_not', 'spam'],
    ['message', 'contains', 'REFUND'],
    ['field.plan', 'is', 'pro'],
    ['field.seats', 'is', '3'],
    ['field.trial', 'is', 'false'],
    ['field.region', 'is_not', 'north'],
    ['author', 'is_not', 'agent'],
  ] as const)('hold where %s %s %s', (field, op, value) => {
    expect(asks(field, op, value)).toBe(true);
  });

  it.each([
    ['status', 'is', 'closed'],
    ['label', 'is_not', 'vip'],
    ['label', 'is', 'bill'],
    ['field.region', 'is', 'north'],
    ['field.constructor', 'contains', 'o'],
    ['author', 'is', 'customer'],
    ['subject', 'contains_not', 'INVOICE'],
  ] as const)('do not hold where %s %s %s', (field, op, value) => {
    expect(asks(field, op, value)).toBe(false);
  });

  it('look at what happened, and all have to hold', () => {
    expect(asks('author', 'is', 'customer', { author: 'customer' })).toBe(true);
    expect(asks('due', 'is', 'resolution', { what: 'resolution' })).toBe(true);
    const two = [
      { field: 'status', op: 'is', value: 'open' },
      { field: 'priority', op: 'is', value: 'urgent' },
    ] as const;
    expect(holds(two, TICKET, { details: {} })).toBe(false);
    expect(holds([], TICKET, { details: {} })).toBe(true);
  });
});
