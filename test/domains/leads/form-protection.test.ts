import { randomUUID } from 'node:crypto';
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { spyOn } from 'jest-mock';
import { once } from '#domains/leads/protection/once';
import { ProofOfWork } from '#domains/leads/protection/proof-of-work';
import { Retention } from '#platform/retention/retention';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { withOptIn } from './form-mails.makers.js';
import { makeForm, tokenFrom } from './forms.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const challengeOf = async (formId: string): Promise<Challenge> =>
  (await app.anonymous.get(`/api/lead-capture/public/forms/${formId}/challenge`)).body;

/** What the widget of altcha sends for a challenge. */
async function solved(challenge: Challenge, changes: object = {}): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution, ...changes })).toString('base64');
}

describe('a form that wants a puzzle to be solved', () => {
  const person = { email: 'a@example.com', name: 'x' };
  const withPuzzle = (settings: object = {}) =>
    makeForm(app, { settings: { proof_of_work: true, ...settings } });

  it('says where it comes from, and takes each solution once, also of many at once', async () => {
    const { form, submit, leads } = await withPuzzle();
    const shown = (await app.anonymous.get(`/api/lead-capture/public/forms/${form.id}`)).body.form;
    const path = `/api/lead-capture/public/forms/${form.id}/challenge`;
    expect(shown.protection.proof_of_work).toEqual({ challenge_url: `http://links.test${path}` });
    const { body: challenge, headers } = await app.anonymous.get(path, { origin: 'https://any.example' });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('cache-control')).toBe('no-store');
    const _pow = await solved(challenge);
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, at) => submit({ email: `p${at}@example.com`, name: 'x', _pow })),
    );
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', ...Array(4).fill('409')]);
    expect(await leads()).toHaveLength(1);
  });

  it('keeps nothing of who has not solved one of its own in time', async () => {
    const { form, submit, leads, count } = await withPuzzle();
    const other = await challengeOf((await withPuzzle()).form.id);
    const challenge = await challengeOf(form.id);
    const solution = await solveChallenge({ challenge, deriveKey });
    const later = { ...challenge, parameters: { ...challenge.parameters, expiresAt: 4_000_000_000 } };
    const easier = { ...challenge, parameters: { ...challenge.parameters, cost: 1, keyPrefix: '00' } };
    const wrong = [
      undefined,
      5,
      'x',
      Buffer.from('{}').toString('base64'),
      Buffer.from(
        JSON.stringify({ challenge, solution: { ...solution, derivedKey: 'ab'.repeat(32) } }),
      ).toString('base64'),
      await solved(challenge, { solution: undefined }),
      await solved(challenge, { challenge: { ...challenge, signature: Array(64).fill('a') } }),
      await solved(challenge, { challenge: { ...challenge, signature: 'a'.repeat(64) } }),
      await solved(challenge, { challenge: later }),
      await solved(easier as Challenge),
      await solved(other),
      'A'.repeat(5_000),
    ];
    for (const _pow of wrong) {
      const { status, body } = await submit({ ...person, _pow });
      expect([status, body.code]).toEqual([422, 'leads/form-puzzle-unsolved']);
    }
    const clock = spyOn(Date, 'now').mockReturnValue(Date.now() - 11 * 60_000);
    const old = await app.get(ProofOfWork).challenge(form.id);
    clock.mockRestore();
    expect((await submit({ ...person, _pow: await solved(old) })).status).toBe(422);
    expect([await leads(), await count()]).toEqual([[], 0]);
    expect((await submit({ ...person, _pow: await solved(challenge) })).status).toBe(200);
  });

  it('gives none when it does not want one', async () => {
    const { form } = await makeForm(app);
    const answers = [form.id, randomUUID(), 'x'].map((id) =>
      app.anonymous.get(`/api/lead-capture/public/forms/${id}/challenge`),
    );
    expect((await Promise.all(answers)).map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'leads/form-has-no-puzzle'],
      [404, 'leads/form-inactive'],
      [404, 'leads/form-inactive'],
    ]);
  });
});

describe('a token that is wanted', () => {
  const person = { email: 'a@example.com', name: 'x' };

  it('must be there, and serves one submission, also of many at once', async () => {
    const { form, submit, leads, count } = await makeForm(app, { settings: { require_token: true } });
    const without = await submit(person);
    expect([without.status, without.body.code]).toEqual([422, 'leads/form-token-required']);
    const _token = await tokenFrom(app, form.id, 10);
    const sent = Array.from({ length: 8 }, (_, at) =>
      submit({ email: `a${at}@example.com`, name: 'x', _token }),
    );
    const answers = await Promise.all(sent);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', ...Array(7).fill('409')]);
    expect(answers.find(({ status }) => status === 409)!.body.code).toBe('leads/form-taken');
    expect([(await leads()).length, await count()]).toEqual([1, 1]);
    expect((await submit({ ...person, _token: await tokenFrom(app, form.id, 10) })).status).toBe(200);
  });

  it('serves one submission that has to be confirmed, too, and is not lost with one that is refused', async () => {
    const { form, submit } = await withOptIn(app, { require_token: true });
    const _token = await tokenFrom(app, form.id, 10);
    expect((await submit({ email: 'no address', name: 'x', _token })).status).toBe(422);
    expect((await submit({ ...person, _token })).status).toBe(200);
    expect((await submit({ ...person, _token })).body.code).toBe('leads/form-taken');
    const { key } = once('token', _token, new Date());
    const kept = () => app.sql('select key from app.form_once where key = $1', [key]);
    await app.get(Retention).run(AbortSignal.timeout(10_000));
    expect(await kept()).toHaveLength(1);
    await app.sql(`update app.form_once set expires_at = now() - interval '2 minutes' where key = $1`, [key]);
    await app.get(Retention).run(AbortSignal.timeout(10_000));
    expect(await kept()).toEqual([]);
  });

  it('to a form whose owner has written nonsense into its counters is kept like any other', async () => {
    const { form, submit, leads } = await makeForm(app);
    await app.sql(
      'update lead_capture_forms set submissions_count = 2147483647, untold = 2147483647 where id = $1',
      [form.id],
    );
    expect((await submit({ email: 'a@example.com', name: 'x' })).status).toBe(200);
    expect(await leads()).toHaveLength(1);
  });
});
