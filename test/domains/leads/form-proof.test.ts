import { createHash, pbkdf2Sync } from 'node:crypto';
import { Sites } from '../../support/site.js';
import { inBrowser, Visitor } from './visitor.js';

inBrowser('the widget of a form that is protected', () => {
  const visitor = Visitor.forTests();
  const sites = new Sites();

  async function send(): Promise<void> {
    await visitor.page.getByLabel('Name').fill('Ada Lovelace');
    await visitor.page.getByLabel('Email').fill('ada@example.com');
    await visitor.page.getByRole('button').click();
  }

  it('waits as long as a person takes at least, so that nobody is taken for a robot', async () => {
    const { id, leads } = await visitor.makeForm({ settings: { minimum_seconds: 3 } });
    await visitor.visitSite([id]);
    await send();
    await visitor.page.getByText('Thank you').waitFor();
    expect(await leads()).toHaveLength(1);
  });

  it.each(['the hosted page', 'the widget'])('solves the puzzle of the server on %s', async (where) => {
    const settings = { proof_of_work: true, require_token: true };
    const { id, leads } = await visitor.makeForm({ settings });
    const { page, app } = visitor;
    // The application of tests says that it is at links.test.
    await page.route('http://links.test/**', async (route, request) =>
      route.fulfill({ response: await route.fetch({ url: app.url + new URL(request.url()).pathname }) }),
    );
    await (where === 'the widget' ? visitor.visitSite([id]) : visitor.visitPage(id));
    await send();
    await page.getByText('Thank you').waitFor();
    expect(await leads()).toMatchObject([{ email: 'ada@example.com' }]);
    expect(visitor.complaints).toEqual([]);
  });

  it('says on a form with double opt-in that there is a mail to answer', async () => {
    const { id, leads } = await visitor.makeForm({ settings: { double_opt_in: true } });
    await visitor.visitPage(id);
    await send();
    await visitor.page.getByRole('status').filter({ hasText: 'a mail has been sent to you' }).waitFor();
    expect(await leads()).toEqual([]);
  });

  describe('that asks for work of the browser', () => {
    const NONCE = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
    const COUNTER = 23;

    const password = (counter: number) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(counter);
      return Buffer.concat([NONCE, bytes]);
    };
    const keys = {
      'PBKDF2/SHA-256': (counter: number) => pbkdf2Sync(password(counter), NONCE, 5_000, 32, 'sha256'),
      'SHA-256': (counter: number) => {
        const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
        return hash(hash(Buffer.concat([NONCE, password(counter)])));
      },
    };

    it.each([
      ['PBKDF2/SHA-256', 5_000],
      ['SHA-256', 2],
    ] as const)('solves a challenge of %s while the page goes on', async (algorithm, cost) => {
      const key = keys[algorithm](COUNTER).toString('hex');
      const challenge = {
        parameters: {
          algorithm,
          cost,
          nonce: NONCE.toString('hex'),
          salt: NONCE.toString('hex'),
          keyLength: 32,
          keyPrefix: key.slice(0, 32),
        },
        signature: 'ab',
      };
      const server = await sites.start((_request, response) => {
        response.setHeader('access-control-allow-origin', '*').end(JSON.stringify(challenge));
      });
      const { id } = await visitor.makeForm({});
      const { page } = visitor;
      await page.route('**/api/lead-capture/public/forms/**', async (route) => {
        const answer = await route.fetch();
        const { form } = await answer.json();
        const protection = { token: 'T', proof_of_work: { challenge_url: `${server.url}/challenge` } };
        await route.fulfill({ response: answer, json: { success: true, form: { ...form, protection } } });
      });
      await visitor.visitSite([id]);
      const submission = page.waitForRequest((request) => request.method() === 'POST');
      await send();
      const { _token, _pow } = (await submission).postDataJSON();
      expect(_token).toBe('T');
      const solved = JSON.parse(Buffer.from(_pow, 'base64').toString());
      expect(solved).toEqual({
        challenge,
        solution: { counter: COUNTER, derivedKey: key, time: expect.any(Number) },
      });
      expect(server.requests).toHaveLength(1);
    });
  });
});
