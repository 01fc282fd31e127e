import type { TestClient } from '../../support/client.js';
import { connect, KEY, type NetworkStage, PROFILES } from './network-stage.js';

/** Tests of connections.test.ts about what else can be connected, and by whom it is seen. */
export function describeOtherConnections(stageNow: () => NetworkStage, now: () => TestClient): void {
  let stage: NetworkStage;
  let mine: TestClient;
  beforeEach(() => {
    stage = stageNow();
    mine = now();
  });
  const list = async (as = mine) => (await as.get('/api/integrations/connections')).body.data;

  describe('a service that is remembered', () => {
    it('waits to be connected, and takes no secrets as configuration', async () => {
      const { status, body } = await mine.post('/api/integrations/connections', {
        service_name: 'buffer',
        configuration: { note: 'the shop' },
      });
      expect([status, body.data]).toEqual([
        201,
        expect.objectContaining({ connection_status: 'pending', configuration: { note: 'the shop' } }),
      ]);
      for (const configuration of [
        { access_token: 'x' },
        { deep: { clientSecret: 'x' } },
        { note: `sk-${'a'.repeat(30)}` },
      ]) {
        const refused = await mine.post('/api/integrations/connections', {
          service_name: 'buffer',
          configuration,
        });
        expect([refused.status, refused.body.code]).toEqual([422, 'integrations/secret-in-configuration']);
      }
      stage.wire.will(...PROFILES['buffer']!);
      const connected = await mine.post('/api/integrations/connections', {
        service_name: 'buffer',
        configuration: { api_key: KEY, note: 'the shop' },
      });
      expect(connected.body.data).toMatchObject({
        connection_status: 'connected',
        configuration: { note: 'the shop' },
      });
      expect(connected.body.data.profiles).toHaveLength(1);
    });
  });

  describe('a network that is connected by a token', () => {
    it.each(['linkedin', 'twitter', 'facebook', 'instagram', 'tiktok', 'youtube'])(
      'is asked whose it is: %s',
      async (platform) => {
        stage.wire.will(...PROFILES[platform]!);
        const { status, body } = await mine.post('/api/social/connect', { platform, access_token: KEY });
        expect([status, body.data]).toEqual([
          200,
          expect.objectContaining({ service: platform, status: 'connected' }),
        ]);
        for (const { headers, path } of stage.wire.requests) {
          expect(headers.authorization).toBe(`Bearer ${KEY}`);
          expect(path).not.toContain(KEY);
        }
        const all = (await mine.get('/api/social/platforms')).body.data;
        expect(all.filter(({ isConnected }: { isConnected: boolean }) => isConnected)).toMatchObject([
          { id: platform },
        ]);
        expect(all.find(({ id: name }: { id: string }) => name === 'later').unavailable).toContain(
          'no public API',
        );
      },
    );

    it('is not kept for an account the token is not for', async () => {
      stage.wire.will(...PROFILES['twitter']!);
      const { status, body } = await mine.post('/api/social/connect', {
        platform: 'X',
        access_token: KEY,
        account_id: 'somebody-else',
      });
      expect([status, body.code]).toEqual([422, 'integrations/account-unknown']);
      expect(await list()).toEqual([]);
    });
  });

  describe('what somebody else has connected', () => {
    it('is not seen, read, tested or removed', async () => {
      await connect(mine, stage.wire, 'buffer');
      const { client: other } = await stage.app.newUser();
      const [{ id: connectionId }] = await list();
      expect(await list(other)).toEqual([]);
      expect((await other.get('/api/social-connections')).body.connections).toEqual([]);
      for (const answer of [
        await other.post('/api/integrations/buffer/sync'),
        await other.post('/api/integrations/buffer/test'),
        await other.delete('/api/integrations/buffer/disconnect'),
        await other.delete('/api/social-connections/buffer'),
        await other.delete(`/api/integrations/connections/${connectionId}`),
        await other.post('/api/oauth/revoke/buffer'),
        await other.get('/api/oauth/check-expiry/buffer'),
      ])
        expect(answer.status).toBe(404);
      expect(await list()).toMatchObject([{ connection_status: 'connected' }]);
      expect(stage.wire.requests).toEqual([]);
    });

    it('is nobody’s without a token of ours', async () => {
      for (const path of [
        '/api/integrations/connections',
        '/api/social-connections',
        '/api/social/platforms',
      ])
        expect((await stage.app.anonymous.get(path)).status).toBe(401);
    });
  });
}
