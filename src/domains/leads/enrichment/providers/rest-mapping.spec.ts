import fc from 'fast-check';
import { fieldsOf, mapped, USUAL_MAPPING } from './rest-mapping.js';

const values = (answer: unknown, mapping = USUAL_MAPPING) =>
  Object.fromEntries(mapped(answer, mapping).map(({ field, value }) => [field, value]));

describe('an answer of a service', () => {
  it.each([
    [{ company: 'Engines' }, { company: 'Engines' }],
    [{ company: { name: 'Engines', metrics: { employees: 5 } } }, { company: 'Engines', company_size: 5 }],
    [{ person: { name: { givenName: 'Ada' } } }, { first_name: 'Ada' }],
    [
      { organization: { name: 'Engines' }, title: 'CTO' },
      { company: 'Engines', job_title: 'CTO' },
    ],
    [{ company: '', organization: null, title: [] }, {}],
    [null, {}],
    ['text', {}],
  ])('is read by the usual names: %j', (answer, told) => {
    expect(values(answer)).toEqual(told);
  });

  it('is read by paths of one`s own, into lists and never into what all objects have', () => {
    const mapping = [
      ['data.0.role', 'job_title'],
      ['constructor.name', 'company'],
      ['plan', 'custom.plan'],
    ] as const;
    expect(values({ data: [{ role: 'CTO' }], plan: 3 }, mapping)).toEqual({
      job_title: 'CTO',
      'custom.plan': 3,
    });
    expect(fieldsOf(mapping)).toEqual(['job_title', 'company', 'custom.plan']);
  });

  it.each([
    [0.4, 0.4],
    [8, 0.8],
    [92, 0.92],
    [400, 0.7],
    ['high', 0.7],
  ])('says how sure it is: %j', (confidence, share) => {
    expect(mapped({ company: 'Engines', confidence }, USUAL_MAPPING)[0]).toMatchObject({ confidence: share });
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.anything(), (answer) => {
        expect(Array.isArray(mapped(answer, USUAL_MAPPING))).toBe(true);
      }),
    );
  });
});
