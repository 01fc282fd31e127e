import type { ImageRequest, VideoRequest } from '#platform/media/media-request';
import { googleShows, openaiShows, PNG, Studio } from './studio.js';

const NAME = 'models/veo-3.1-generate-preview/operations/abc123';
const TOO_LONG = { code: 'ai/context-too-long' };
const PICTURE = { kind: 'image', mediaType: 'image/png', base64: PNG.toString('base64') } as const;

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.start({ AI_FALLBACK_ORDER: 'openai,google' });
});
beforeEach(() => studio.clear());
afterAll(() => studio.close());

const image = (userId: string, more: Partial<ImageRequest> = {}) =>
  studio.media.image({ userId, feature: 'ai-video.scene', prompt: 'A red shoe', ...more });
const clip = (userId: string, more: Partial<VideoRequest> = {}) =>
  studio.media.startVideo({
    userId,
    feature: 'ai-video.clip',
    prompt: 'A red shoe walks',
    aspect: '9:16',
    durationS: 8,
    ...more,
  });
const asked = () => [studio.openai.requests.length, studio.google.requests.length];

describe('an image of more than a model reads', () => {
  it('is asked of nobody who surely cannot read the prompt, and of nobody at all when none can', async () => {
    const { id } = await studio.maker('openai', 'google');
    studio.google.will(googleShows());
    const long = { prompt: 'A red shoe. '.repeat(3_000) };
    expect(await image(id, long)).toMatchObject({ provider: 'google' });
    expect(asked()).toEqual([0, 1]);
    await expect(image(id, { prompt: 'A red shoe. '.repeat(100_000) })).rejects.toMatchObject(TOO_LONG);
    expect(asked()).toEqual([0, 1]);
    expect(await studio.usage(id, 1)).toHaveLength(1);
  });

  it('is asked for when the prompt has just the characters that are documented, of whatever script', async () => {
    const { id } = await studio.maker('openai');
    studio.openai.will(openaiShows(PNG));
    await image(id, { prompt: '👟'.repeat(32_000) });
    await expect(image(id, { prompt: '👟'.repeat(32_001) })).rejects.toMatchObject(TOO_LONG);
    expect(asked()).toEqual([1, 0]);
  });

  it.each([
    ['many', () => Array(17).fill(PICTURE)],
    ['large', () => [{ ...PICTURE, base64: 'A'.repeat(70_000_000) }]],
  ])('is not asked of OpenAI by too %s pictures', async (_, references) => {
    const { id } = await studio.maker('openai');
    await expect(image(id, { references: references() })).rejects.toMatchObject(TOO_LONG);
    expect(asked()).toEqual([0, 0]);
  });
});

describe('a video of more than the model reads', () => {
  it.each([
    ['words', () => ({ prompt: 'x'.repeat(16 * 1_024 + 1) })],
    ['pictures', () => ({ references: Array(3).fill({ ...PICTURE, base64: 'A'.repeat(35_000_000) }) })],
  ])('is not begun, for its %s', async (_, more) => {
    const { id } = await studio.maker('google');
    await expect(clip(id, more())).rejects.toMatchObject(TOO_LONG);
    expect(asked()).toEqual([0, 0]);
    studio.google.will({ body: { name: NAME } });
    await clip(id, { prompt: 'x'.repeat(16 * 1_024), references: [PICTURE] });
    expect(asked()).toEqual([0, 1]);
  });

  it('is refused with its first words when its file is not given out and the refusal does not end', async () => {
    const { id } = await studio.maker('google');
    studio.google.will({ body: { name: NAME } });
    const { operation } = await clip(id);
    const uri = 'https://generativelanguage.googleapis.com/v1beta/files/clip-1:download?alt=media';
    const generateVideoResponse = { generatedSamples: [{ video: { uri } }] };
    studio.google.will(
      { body: { name: NAME, done: true, response: { generateVideoResponse } } },
      { status: 500, pieces: Array<string>(40).fill('x'.repeat(65_536)), ending: 'hang' },
    );
    await expect(studio.media.videoState({ userId: id, operation })).rejects.toMatchObject({
      code: 'ai/unavailable',
    });
    expect(await studio.google.last.closed).toBe('early');
  });
});
