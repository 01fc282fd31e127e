import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeSource, signed, SOURCES } from './sources.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

const deliver = (path: string, text: string, headers: Record<string, string>) =>
  app.anonymous.post(path, text, headers);

describe('a delivery that is meant to do harm, signed by whom it should be', () => {
  const person = { contact: { email: 'ada@example.com' } };
  const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`;

  it.each([
    ['gives all objects something', `{"contact":{"email":"a@b.example"},"__proto__":{"isAdmin":true}}`, 400],
    ['does so deep inside', `{"contact":{"email":"a@b.example","x":[{"__proto__":{"isAdmin":true}}]}}`, 400],
    ['does so through constructors', `{"constructor":{"prototype":{"isAdmin":true}}}`, 400],
    ['is nested without an end', deep, 400],
    ['is longer than a mebibyte', JSON.stringify({ ...person, pad: 'x'.repeat(1 << 20) }), 413],
  ])('because it %s, is refused, and nothing of it is kept', async (_, text, status) => {
    const { client, source, path, secret, leads } = await makeSource(app);
    const refused = await deliver(path, text, signed(text, { secret }));
    expect([refused.status, refused.body.success]).toEqual([status, false]);
    expect(await leads()).toEqual([]);
    expect((await client.get(`${SOURCES}/${source.id}`)).body.data.deliveries_count).toBe(0);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    const good = JSON.stringify(person);
    expect((await deliver(path, good, signed(good, { secret }))).body).toMatchObject({ created: 1 });
  });

  it('because fields are far too long or of another kind, has each lead refused with its field', async () => {
    const { path, secret, leads } = await makeSource(app, { items_path: 'people' });
    const people = [
      { ...person, labels: Array(51).fill('x') },
      { ...person, contact: { email: 'b@example.com', names: ['x'.repeat(100_000)] } },
      { ...person, contact: { email: 'c@example.com', names: [{ toString: 'x' }] } },
      { ...person, contact: { email: { toString: 'd@example.com' } } },
    ];
    const text = JSON.stringify({ people });
    const { status, body } = await deliver(path, text, signed(text, { secret }));
    expect([status, body.created]).toEqual([200, 0]);
    expect(body.refusals.map(({ errors }: { errors: { path: string }[] }) => errors[0]?.path)).toEqual([
      'tags',
      'first_name',
      'first_name',
      'email',
    ]);
    expect(await leads()).toEqual([]);
  });
});
