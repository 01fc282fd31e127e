import fc from 'fast-check';
import { wants } from './event-filter.js';

const heard = (events: string[], type: string) => wants({ events, filter: [] }, type, () => ({}));

describe('what a webhook wants to hear', () => {
  it('is an event by its name, its family, or everything', () => {
    expect(heard(['lead.created'], 'lead.created')).toBe(true);
    expect(heard(['lead.*'], 'lead.created')).toBe(true);
    expect(heard(['*'], 'lead.created')).toBe(true);
    expect(heard(['lead.*', 'email.sent'], 'email.opened')).toBe(false);
    expect(heard(['lead.c*', 'lead', 'lead.'], 'lead.created')).toBe(false);
    expect(heard([], 'lead.created')).toBe(false);
  });

  it('is narrowed by every rule', () => {
    const filter = [
      { field: 'source', in: ['form', 'import'] },
      { field: 'answers.budget', in: [10, null] },
      { field: 'tags', in: ['vip'] },
    ];
    const told = (data: object) => wants({ events: ['*'], filter }, 'lead.created', () => data);
    expect(told({ source: 'form', answers: { budget: 10 }, tags: ['new', 'vip'] })).toBe(true);
    expect(told({ source: 'form', tags: ['vip'] })).toBe(true);
    expect(told({ source: 'manual', tags: ['vip'] })).toBe(false);
    expect(told({ source: 'form', answers: { budget: '10' }, tags: ['vip'] })).toBe(false);
    expect(told({ source: 'form', tags: ['new'] })).toBe(false);
  });

  it('never reads what an object has from its makers', () => {
    const filter = [{ field: 'constructor.name', in: ['Object'] }];
    expect(wants({ events: ['*'], filter }, 'a.b', () => ({}))).toBe(false);
  });

  it('reads data only where there is a rule, and takes any JSON', () => {
    const unread = () => {
      throw new Error('read');
    };
    expect(wants({ events: ['*'], filter: [] }, 'a.b', unread)).toBe(true);
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const filter = [{ field: 'a.b', in: [1] }];
        expect(typeof wants({ events: ['*'], filter }, 'x.y', () => data)).toBe('boolean');
      }),
    );
  });
});
