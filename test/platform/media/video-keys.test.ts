import { OpenedSecrets } from '#platform/secrets/opened-secrets';
import type { VideoRequest } from '#platform/media/media-request';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { errorOf, googleError, type Maker, Studio } from './studio.js';

const CANARY = 'AIzaPlatformCanary0123456789abcdefghij';
const NAME = 'models/veo-3.1-generate-preview/operations/abc123';
let studio: Studio;
beforeAll(async () => {
  studio = await Studio.start({
    GOOGLE_API_KEY: CANARY,
    AI_RATE_LIMIT_GOOGLE: '0',
    AI_DAILY_BUDGET_CENTS: '1000',
  });
});
beforeEach(() => studio.clear());
afterAll(() => studio.close());

const clip = (userId: string, more: Partial<VideoRequest> = {}): VideoRequest => ({
  userId,
  feature: 'ai-video.clip',
  prompt: 'A red shoe walks',
  aspect: '9:16',
  durationS: 8,
  ...more,
});

const MADE: ScriptedAnswer = {
  body: {
    name: NAME,
    done: true,
    response: {
      generateVideoResponse: {
        generatedSamples: [
          {
            video: {
              uri: 'https://generativelanguage.googleapis.com/v1beta/files/clip-1:download?alt=media',
            },
          },
        ],
      },
    },
  },
};

async function started(maker: Maker): Promise<string> {
  studio.google.will({ body: { name: NAME } });
  return (await studio.media.startVideo(clip(maker.id))).operation;
}

async function failureAfter(...answers: ScriptedAnswer[]) {
  const maker = await studio.maker('google');
  const operation = await started(maker);
  studio.google.will(...answers);
  return errorOf(studio.media.videoState({ userId: maker.id, operation }));
}

describe('a video that is being made', () => {
  it('stays with the key that started it, though the user gets one of their own', async () => {
    const { id, client } = await studio.app.newUser();
    studio.google.will({ body: { name: NAME } });
    const { operation } = await studio.media.startVideo(clip(id, { model: 'veo-3-fast', durationS: 4 }));
    expect(operation).not.toContain('Canary');
    await client.put('/api/user/secrets/google', { value: `AIza${'own0123456789'.repeat(3)}` });
    studio.google.will({ body: { name: NAME } });
    await studio.media.videoState({ userId: id, operation });
    expect(studio.google.last.headers['x-goog-api-key']).toBe(CANARY);
    expect(await studio.usage(id, 1)).toMatchObject([{ cost_micros: 480_000, key_owner: 'platform' }]);
  });

  it('waits for the key that started it while that cannot be read; new ones are refused at once', async () => {
    const maker = await studio.maker('google');
    const operation = await started(maker);
    await studio.app.sql(`update user_secrets set encrypted_value = 'AAAA' where user_id = $1`, [maker.id]);
    studio.app.get(OpenedSecrets).forget(maker.id);
    const [waiting, refused] = [
      await errorOf(studio.media.videoState({ userId: maker.id, operation })),
      await errorOf(studio.media.startVideo(clip(maker.id))),
    ];
    expect([waiting.kind, refused.code]).toEqual(['unavailable', 'secrets/unreadable']);
    expect(studio.google.requests).toHaveLength(1);
  });

  it('tells the user that the key it was started with is refused, and others to try again', async () => {
    const blocked = googleError(403, 'Requests are blocked.', {
      body: {
        error: {
          code: 403,
          message: 'Requests to this API are blocked.',
          status: 'PERMISSION_DENIED',
          details: [
            { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_SERVICE_BLOCKED' },
          ],
        },
      },
    });
    const leaked = googleError(403, 'Your API key was reported as leaked. Please use another API key.');
    for (const answers of [[googleError(401, 'Unauthorized.')], [blocked], [MADE, blocked], [MADE, leaked]])
      expect(await failureAfter(...answers)).toMatchObject({ code: 'ai/key-refused', kind: 'invalid' });
    const { id } = await studio.app.newUser();
    studio.google.will({ body: { name: NAME } });
    const { operation } = await studio.media.startVideo(clip(id));
    studio.google.will(googleError(401, 'Unauthorized.'));
    const { code } = await errorOf(studio.media.videoState({ userId: id, operation }));
    expect(code).toBe('ai/unavailable');
  });
});
