import { Destinations } from '#domains/integrations/webhooks/wish/destinations';
import { WebClient } from '#platform/web/web-client';
import type { TestApp } from '../../support/app.js';
import type { DnsServer } from '../../support/dns-server.js';
import type { Site } from '../../support/site.js';
import { HOOKS, LEAD_SCORED, Receiver, TestHook, tellAll } from './hook-stage.js';

interface Stage {
  readonly app: TestApp;
  readonly receiver: Receiver;
  readonly trap: Site;
  readonly dns: DnsServer;
}

/** Ways to write an address inside. `PORT` is that of a server that must never be reached. */
const SPELLINGS = [
  'http://127.0.0.1:PORT/',
  'http://localhost:PORT/',
  'http://localhost.:PORT/',
  'http://LOCALHOST:PORT/',
  'http://2130706433:PORT/',
  'http://0x7f000001:PORT/',
  'http://017700000001:PORT/',
  'http://0177.0.0.01:PORT/',
  'http://0x7f.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://127.0.0.1.:PORT/',
  'http://127.000.000.001:PORT/',
  'http://１２７.０.０.１:PORT/',
  'http://①②⑦.⓪.⓪.①:PORT/',
  'http://127。0。0。1:PORT/',
  'http://0:PORT/',
  'http://0.0.0.0:PORT/',
  'http://[::1]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://[::ffff:7f00:1]:PORT/',
  'http://[::127.0.0.1]:PORT/',
  'http://[64:ff9b::127.0.0.1]:PORT/',
  'http://[2002:7f00:1::]:PORT/',
  'http://[fe80::1%25lo]:PORT/',
  'http://user:pass@127.0.0.1:PORT/',
  'http://127.0.0.2@127.0.0.1:PORT/',
  'http://127.0.0.1:PORT#@127.0.0.2/',
  'http://inside.example:PORT/',
  'http://10.0.0.1/',
  'http://192.168.0.1/',
  'http://172.16.0.1/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://93.184.216.34:6379/',
  'gopher://127.0.0.1:PORT/',
  'file:///etc/passwd',
  'data:text/plain,x',
  'ftp://127.0.0.1:PORT/',
];

/** Where webhooks never go. */
export function aboutAddresses(stage: () => Stage): void {
  describe('an address that is not on the public internet', () => {
    beforeEach(() => stage().dns.zones.set('inside.example', { a: '127.0.0.1' }));
    afterEach(() => expect(stage().trap.connections).toBe(0));

    it.each(SPELLINGS)(
      'spelt as %s is refused when it is entered, and failed when it is there all the same',
      async (spelling) => {
        const { app, receiver, trap } = stage();
        const url = spelling.replace('PORT', String(trap.port));
        const hook = await TestHook.make(app, receiver.url);
        for (const refused of [
          await hook.owner.client.post(HOOKS, { name: 'Hook', url }),
          await hook.owner.client.patch(hook.path, { url }),
        ]) {
          expect([refused.status, refused.body.code]).toEqual([422, 'webhooks/url-not-allowed']);
          expect(refused.text).not.toContain('inside');
        }
        await app.sql('update webhooks set url = $2 where id = $1', [hook.id, url]);
        await hook.tell('lead.scored', LEAD_SCORED);
        await tellAll(app);
        expect(await hook.delivery()).toMatchObject({ state: 'waiting', tries: 1, response_code: null });
        const { status, error } = (await hook.post('/test')).body.data;
        expect([status, error?.includes(String(trap.port))]).toEqual(['failed', false]);
        await hook.owner.client.delete(hook.path);
      },
    );

    it('is not reached by a name that turns to it later', async () => {
      const { app, receiver, dns } = stage();
      dns.zones.set('turning.example', { a: '127.0.0.2' });
      const hook = await TestHook.make(app, `http://turning.example:${receiver.site.port}/hook`);
      await hook.tell('lead.scored', LEAD_SCORED);
      await tellAll(app);
      expect((await hook.delivery()).state).toBe('delivered');
      dns.zones.set('turning.example', { a: '127.0.0.1' });
      // A connection that is open leads to where it was checked.
      receiver.site.server.closeAllConnections();
      await app.sql('update webhooks set url = $2 where id = $1', [
        hook.id,
        `http://turning.example:${stage().trap.port}/hook`,
      ]);
      await hook.tell('lead.scored', LEAD_SCORED);
      await tellAll(app);
      expect((await hook.deliveries('?state=waiting')).map(({ tries }: { tries: number }) => tries)).toEqual([
        1,
      ]);
      await hook.owner.client.delete(hook.path);
    });

    it('is not reached along a redirect', async () => {
      const { app, trap } = stage();
      const redirecting = await Receiver.start((response) =>
        response.writeHead(302, { location: `${trap.url}/` }).end(),
      );
      const hook = await TestHook.make(app, redirecting.url);
      await hook.tell('lead.scored', LEAD_SCORED);
      await tellAll(app);
      expect(await hook.delivery()).toMatchObject({
        state: 'waiting',
        response_code: 302,
        error: 'The server answered 302.',
      });
      await hook.owner.client.delete(hook.path);
      await redirecting.close();
    });

    it('of plain http is refused in production', async () => {
      const { app, receiver } = stage();
      const strict = new Destinations(app.get(WebClient), { isProduction: true } as never);
      await expect(strict.checkedUrl(receiver.url)).rejects.toMatchObject({
        code: 'webhooks/url-not-allowed',
      });
    });
  });
}
