import type { VideoRequest } from '#platform/media/media-request';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { errorOf, googleError, type Maker, PNG, Studio } from './studio.js';

const CANARY = 'AIzaPlatformCanary0123456789abcdefghij';
const NAME = 'models/veo-3.1-generate-preview/operations/abc123';
const URI = 'https://generativelanguage.googleapis.com/v1beta/files/clip-1:download?alt=media';
const MADE: ScriptedAnswer = {
  body: {
    name: NAME,
    done: true,
    response: { generateVideoResponse: { generatedSamples: [{ video: { uri: URI } }] } },
  },
};
const MP4: ScriptedAnswer = { headers: { 'content-type': 'video/mp4' }, body: 'bytes' };

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.start({
    GOOGLE_API_KEY: CANARY,
    AI_RATE_LIMIT_GOOGLE: '0',
    AI_MODELS: 'veo-3-fast:veo-3.1-lite-generate-preview',
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

/** A video that was made, as it is known when it is to go on. */
async function made({ id: userId }: Pick<Maker, 'id'>): Promise<{ film: string; operation: string }> {
  studio.google.will({ body: { name: NAME } }, MADE, MP4);
  const { operation } = await studio.media.startVideo(clip(userId));
  const state = await studio.media.videoState({ userId, operation });
  if (state.state !== 'done') throw new Error(state.state);
  state.content.resume();
  return { film: state.film, operation };
}

describe('a film', () => {
  it('goes on for seven seconds from where its provider keeps it, with the key that made it', async () => {
    const { id, client } = await studio.app.newUser();
    const { film } = await made({ id });
    expect(film).not.toContain('Canary');
    await client.put('/api/user/secrets/google', { value: `AIza${'own0123456789'.repeat(3)}` });
    studio.google.will({ body: { name: NAME } });
    const more = await studio.media.startVideo(clip(id, { durationS: 7, continues: film }));
    expect(more.estimateMicros).toBe(2_800_000);
    expect(studio.google.last).toMatchObject({
      path: '/v1beta/models/veo-3.1-generate-preview:predictLongRunning',
      headers: { 'x-goog-api-key': CANARY },
      body: {
        instances: [{ prompt: 'A red shoe walks', video: { uri: URI } }],
        parameters: { resolution: '720p' },
      },
    });
  });

  it('goes on for nobody else, and from nothing that is not there', async () => {
    const [mine, other] = [await studio.maker('google'), await studio.maker('google')];
    const { film, operation } = await made(mine);
    studio.google.clear();
    for (const [userId, continues] of [
      [other.id, film],
      [mine.id, operation],
      [mine.id, URI],
    ] as const)
      expect((await errorOf(studio.media.startVideo(clip(userId, { continues })))).code).toBe(
        'media/video-unknown',
      );
    expect(studio.google.requests).toHaveLength(0);
  });

  it('ends with an image and goes by others as models of its name do', async () => {
    expect(studio.media.videoAbilities('veo-3')).toEqual({
      lastFrame: true,
      references: 3,
      longestFilmS: 148,
    });
    expect(studio.media.videoAbilities('veo-3-fast')).toEqual({
      lastFrame: true,
      references: 0,
      longestFilmS: 0,
    });
    expect(studio.media.videoAbilities('veo-2.0-generate-001')).toEqual({
      lastFrame: false,
      references: 0,
      longestFilmS: 0,
    });
    const { id } = await studio.maker('google');
    const image = { kind: 'image', mediaType: 'image/png', base64: PNG.toString('base64') } as const;
    studio.google.will({ body: { name: NAME } });
    await studio.media.startVideo(clip(id, { references: [image] }));
    expect(studio.google.last.body).toMatchObject({
      instances: [{ referenceImages: [{ image: { mimeType: 'image/png' }, referenceType: 'asset' }] }],
    });
  });
});

describe('a video that a failing provider was not asked for', () => {
  it('is told from one that may have begun', async () => {
    const { id } = await studio.maker('google');
    let code = '';
    let tries = 0;
    for (; code !== 'media/not-asked' && tries < 20; tries++) {
      studio.google.will(googleError(500, 'Internal.'));
      code = (await errorOf(studio.media.startVideo(clip(id)))).code;
    }
    expect(code).toBe('media/not-asked');
    expect(studio.google.requests).toHaveLength(tries - 1);
  });
});
