import { TellHookOwnerHandler } from '#domains/integrations/webhooks/notice/tell-hook-owner.handler';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import { onEmbedded } from '../../support/where.js';
import { LEAD_SCORED, Receiver, TestHook, tellAll } from './hook-stage.js';

/** Whom a webhook that was turned off is told to, and where. */
export function aboutNotices(app: () => TestApp): void {
  describe('a webhook that was turned off', () => {
    const tellOwner = async (hook: TestHook) => {
      const payload = { ownerId: hook.owner.id, webhookId: hook.id };
      const run = { id: hook.id, attempt: 1, signal: new AbortController().signal };
      await app()
        .get(Database)
        .as(hook.owner.id, () => app().get(TellHookOwnerHandler).handle(payload, run));
    };
    const mailsTo = async (address: string) => {
      const { text } = await app().anonymous.get('/dev/outbox');
      return text.split(address).length - 1;
    };
    /** One that was turned off, of an owner whose token says this address. */
    const turnedOff = async (email: string) => {
      const owner = await app().newUser({ email });
      const receiver = await Receiver.start((response) => response.writeHead(410).end());
      const hook = await TestHook.make(app(), receiver.url, {}, owner);
      await hook.tell('lead.scored', LEAD_SCORED);
      await tellAll(app());
      await receiver.close();
      return hook;
    };

    it('is told to its owner by mail, once, where their token has said', async () => {
      const hook = await turnedOff('of-the-token@example.com');
      for (let again = 0; again < 2; again++) await tellOwner(hook);
      expect(await mailsTo('of-the-token@example.com')).toBe(1);
      const shown = await hook.get();
      expect(shown.notified_at).not.toBeNull();
      expect(JSON.stringify(shown)).not.toContain('of-the-token');
      await hook.owner.client.delete(hook.path);
    });

    it('is told where the token of the last change has said', async () => {
      const hook = await turnedOff('before@example.com');
      const since = await app().as(hook.owner.id, { email: 'since@example.com' });
      await since.patch(hook.path, { name: 'Hook' });
      await tellOwner(hook);
      expect([await mailsTo('before@example.com'), await mailsTo('since@example.com')]).toEqual([0, 1]);
      await hook.owner.client.delete(hook.path);
    });

    onEmbedded('is told at the address of the account where the database has accounts', async () => {
      const hook = await turnedOff('of-the-former-token@example.com');
      await app().sql(
        `insert into auth.users (id, email) values ($1, $2) on conflict (id) do update set email = excluded.email`,
        [hook.owner.id, 'of-the-account@example.com'],
      );
      await tellOwner(hook);
      expect(await mailsTo('of-the-account@example.com')).toBe(1);
      expect(await mailsTo('of-the-former-token@example.com')).toBe(0);
      await hook.owner.client.delete(hook.path);
    });
  });
}
