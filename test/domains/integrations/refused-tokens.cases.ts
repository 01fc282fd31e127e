import { PublishDuePostsHandler } from '#domains/social/publishing/publish-due';
import { RefreshExpiringHandler } from '#domains/integrations/oauth/refresh-expiring';
import type { TestClient } from '../../support/client.js';
import { type NetworkStage, PROFILES } from './network-stage.js';
import type { TokenServer } from './token-server.js';

const RUN = { id: 'a-run', attempt: 1, signal: new AbortController().signal };

interface Now {
  readonly stage: NetworkStage;
  readonly server: TokenServer;
  readonly mine: TestClient;
  /** Connects X by OAuth. */
  readonly connected: () => Promise<{ connectionId: string }>;
}

/** Tests of oauth.test.ts about tokens that a network refuses while they should be good. */
export function describeRefusedTokens(now: () => Now): void {
  let { stage, server, mine, connected } = {} as Now;
  describe('a token that its network refuses before it ends', () => {
    beforeEach(async () => {
      ({ stage, server, mine, connected } = now());
      await connected();
      server.asked = [];
      stage.wire.clear();
    });

    const taken = { path: '/2/tweets', status: 201, body: { data: { id: '1789' } } };
    const refused = { path: '/2/tweets', status: 401, body: { title: 'Unauthorized' } };
    const published = async () => {
      const wanted = { platform: 'twitter', content: 'Fresh bread' };
      const { id: postId } = (await mine.post('/api/social/posts', wanted)).body.data;
      await mine.post(`/api/social/posts/${postId}/publish`);
      await stage.app.get(PublishDuePostsHandler).handle({ askedBy: 'clock' }, RUN);
      return (await mine.get(`/api/social/posts/${postId}`)).body.data;
    };
    const out = () => stage.wire.requests.filter(({ path }) => path === '/2/tweets');

    it('is replaced, and the post goes out by the next, once', async () => {
      stage.wire.will(refused, taken);
      expect(await published()).toMatchObject({ status: 'published', post_id: '1789', attempts: 1 });
      expect(server.asked.map(({ grant_type }) => grant_type)).toEqual(['refresh_token']);
      const [first, second] = out().map(({ headers }) => headers.authorization);
      expect(out()).toHaveLength(2);
      expect(first).not.toBe(second);
      expect((await mine.get('/api/social-connections')).body.connections[0].isConnected).toBe(true);
    });

    it('is replaced once: a network that refuses the next one too has to be connected again', async () => {
      stage.wire.will(refused, refused, taken);
      expect(await published()).toMatchObject({ status: 'failed', error_code: 'channels/token-refused' });
      expect(out()).toHaveLength(2);
      expect((await mine.get('/api/social-connections')).body.connections[0].isConnected).toBe(false);
    });

    it('leaves the post for later while no other can be had, and never out twice', async () => {
      server.turn.breaks = true;
      stage.wire.will(refused, taken);
      expect(await published()).toMatchObject({
        status: 'scheduled',
        error_code: 'channels/social-unavailable',
      });
      expect(out()).toHaveLength(1);
    });

    it('is not replaced after an answer that was lost', async () => {
      stage.wire.will({ path: '/2/tweets', ending: 'reset' }, taken);
      expect(await published()).toMatchObject({ status: 'unknown' });
      expect([out().length, server.asked.length]).toEqual([1, 0]);
    });

    it('is replaced for a question, too', async () => {
      stage.wire.will({ path: '/2/users/me', status: 401, body: {} }, ...PROFILES['twitter']!);
      expect((await mine.post('/api/integrations/twitter/test')).body.data).toEqual({
        ok: true,
        problem: null,
      });
      expect(server.asked).toHaveLength(1);
    });
  });

  describe('a token that ends while its account is to be deleted', () => {
    it('is left as it is, until the deletion is undone', async () => {
      ({ stage, server, mine, connected } = now());
      const { connectionId } = await connected();
      const version = async () =>
        (
          await stage.app.sql<{ credential_version: number }>(
            'select credential_version from integration_connections where id = $1',
            [connectionId],
          )
        )[0]!.credential_version;
      const tick = () => stage.app.get(RefreshExpiringHandler).handle({ askedBy: 'clock' }, RUN);
      await mine.post('/api/privacy/deletion', { confirmation: 'DELETE' });
      const first = await version();
      await stage.app.sql(
        `update integration_connections set token_expires_at = now() + interval '200 seconds', refresh_due_at = now()
         where id = $1`,
        [connectionId],
      );
      await tick();
      expect(await version()).toBe(first);
      await mine.delete('/api/privacy/deletion');
      await tick();
      expect(await version()).toBe(first + 1);
    });
  });
}
