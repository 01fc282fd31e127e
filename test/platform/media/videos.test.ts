import type { Readable } from 'node:stream';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { CANARY, clip, file, Film, mp4, NAME } from './filming.js';
import { errorOf, googleError, PNG, type Studio } from './studio.js';
let film: Film;
let studio: Studio;
beforeAll(async () => {
  film = await Film.start();
  ({ studio } = film);
});
beforeEach(() => studio.clear());
afterAll(() => studio.close());

const textOf = async (content: Readable): Promise<string> =>
  Buffer.concat(await content.toArray()).toString();

describe('a video', () => {
  it('is started once, runs, and is streamed from the provider when it is done', async () => {
    const { id, keys } = await studio.maker('google');
    studio.google.will({ body: { name: NAME } });
    const firstFrame = { kind: 'image', mediaType: 'image/png', base64: PNG.toString('base64') } as const;
    const video = await studio.media.startVideo(clip(id, { firstFrame, negativePrompt: 'rain' }));
    expect(video).toMatchObject({ provider: 'google', model: 'veo-3', estimateMicros: 3_200_000 });
    expect(studio.google.last).toMatchObject({
      path: '/v1beta/models/veo-3.1-generate-preview:predictLongRunning',
      body: {
        instances: [{ prompt: 'A red shoe walks', image: { mimeType: 'image/png' } }],
        parameters: { aspectRatio: '9:16', durationSeconds: 8, negativePrompt: 'rain' },
      },
    });
    const ask = () => studio.media.videoState({ userId: id, operation: video.operation });
    studio.google.will({ body: { name: NAME } }, { body: { name: NAME, metadata: { progressPercent: 40 } } });
    expect(await ask()).toEqual({ state: 'running', percent: null });
    expect(await ask()).toEqual({ state: 'running', percent: 40 });
    expect(studio.google.last.path).toBe(`/v1beta/${NAME}`);
    studio.google.will(file(), mp4('moving ', 'pictures'));
    const done = await ask();
    if (done.state !== 'done') throw new Error(done.state);
    expect([done.mediaType, done.costMicros]).toEqual(['video/mp4', 3_200_000]);
    expect(await textOf(done.content)).toBe('moving pictures');
    expect(studio.google.last).toMatchObject({
      path: '/v1beta/files/clip-1:download?alt=media',
      headers: { 'x-goog-api-key': keys.google },
    });
    const rows = await studio.usage(id, 1);
    expect(rows).toMatchObject([
      { model: 'veo-3', outcome: 'ok', cost_micros: 3_200_000, key_owner: 'user' },
    ]);
  });

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

  it('is nobody else’s, and cannot be made up', async () => {
    const mine = await studio.maker('google');
    const operation = await film.started(mine);
    const other = await studio.maker('google');
    const [text = '', signature = ''] = operation.split('.');
    const forged = Buffer.from(JSON.stringify({ name: '../files/secret' })).toString('base64url');
    studio.google.clear();
    for (const [userId, tried] of [
      [other.id, operation],
      [mine.id, `${forged}.${signature}`],
      [mine.id, `${text}.`],
      [mine.id, `${operation}.more`],
      [mine.id, NAME],
      [mine.id, ''],
    ] as const)
      expect((await errorOf(studio.media.videoState({ userId, operation: tried }))).code).toBe(
        'media/video-unknown',
      );
    expect(studio.google.requests).toHaveLength(0);
  });

  it('is not started when the budget of the day does not reach for it', async () => {
    const { id } = await studio.app.newUser();
    studio.google.will(...Array<ScriptedAnswer>(4).fill({ body: { name: NAME } }));
    for (let clips = 0; clips < 3; clips++) await studio.media.startVideo(clip(id));
    expect((await errorOf(studio.media.startVideo(clip(id)))).code).toBe('ai/budget-exceeded');
    expect(studio.google.requests).toHaveLength(3);
  });
});

describe('the start of a video', () => {
  it.each([
    { how: 'fails', answer: googleError(500, 'Internal.'), code: 'ai/unavailable', cost: 0 },
    {
      how: 'loses its answer',
      answer: { pieces: ['{"na'], ending: 'reset' },
      code: 'ai/unavailable',
      cost: 3_200_000,
    },
    {
      how: 'names no operation',
      answer: { body: { name: '../../etc' } },
      code: 'ai/unavailable',
      cost: 3_200_000,
    },
    { how: 'takes too long', answer: { ending: 'hang' }, code: 'ai/timed-out', cost: 3_200_000 },
  ] as const)('is never repeated when it $how', async ({ answer, code, cost }) => {
    const { id } = await studio.maker('google');
    studio.google.will(answer, { body: { name: NAME } });
    expect((await errorOf(studio.media.startVideo(clip(id)))).code).toBe(code);
    expect(studio.google.requests).toHaveLength(1);
    expect(await studio.usage(id, 1)).toMatchObject([{ cost_micros: cost }]);
  });

  it('is repeated when it was turned away for now', async () => {
    const { id } = await studio.maker('google');
    studio.google.will(googleError(429, 'Slow down.', { headers: { 'retry-after': '0.1' } }), {
      body: { name: NAME },
    });
    expect((await studio.media.startVideo(clip(id))).operation).toMatch(/./);
    expect((await studio.usage(id, 2)).map(({ outcome }) => outcome)).toEqual(['limited', 'ok']);
  });
});

describe('a video that does not come', () => {
  it('tells why a filter took it away', async () => {
    const said = 'The prompt names a real person.';
    const response = { generateVideoResponse: { raiMediaFilteredCount: 1, raiMediaFilteredReasons: [said] } };
    expect(await film.stateAfter({ body: { name: NAME, done: true, response } })).toEqual({
      state: 'failed',
      cause: 'refused',
      reason: said,
    });
  });

  it('tells that the provider could not make it, without its inner words', async () => {
    const error = { code: 13, message: 'shard 7 of cell xy broke' };
    const state = await film.stateAfter({ body: { name: NAME, done: true, error } });
    expect(state).toEqual({ state: 'failed', cause: 'failed', reason: 'Google could not make this video.' });
  });

  it('has expired when the operation or the file is no longer known', async () => {
    const gone = { state: 'failed', cause: 'expired' };
    expect(await film.stateAfter(googleError(404, 'No such operation.'))).toMatchObject(gone);
    expect(await film.stateAfter(file(), googleError(403, 'It may not exist.'))).toMatchObject(gone);
  });

  it('is still unknown when asking fails', async () => {
    expect((await film.failureAfter(googleError(503, 'Busy.'))).code).toBe('ai/unavailable');
    expect((await film.failureAfter({ ending: 'hang' })).code).toBe('ai/timed-out');
    const limited = await film.failureAfter(googleError(429, 'Slow.', { headers: { 'retry-after': '30' } }));
    expect(limited).toMatchObject({ code: 'ai/limited', retryAfter: 30 });
  });
});
