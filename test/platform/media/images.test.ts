import type { ImageRequest } from '#platform/media/media-request';
import { until } from '../../support/until.js';
import {
  errorOf,
  googleDeclines,
  googleError,
  googleShows,
  JPEG,
  openaiError,
  openaiShows,
  PNG,
  Studio,
} from './studio.js';

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.start();
});
beforeEach(() => studio.clear());
afterAll(() => studio.close());

const scene = (userId: string, more: Partial<ImageRequest> = {}): ImageRequest => ({
  userId,
  feature: 'ai-video.scene',
  prompt: 'A red shoe',
  ...more,
});
const outcomes = async (id: string, rows: number) =>
  (await studio.usage(id, rows)).map(({ provider, outcome }) => `${provider} ${outcome}`);

describe('an image', () => {
  it('comes from Google with what it cost, and leaves one usage row', async () => {
    const { id, keys } = await studio.maker('google');
    studio.google.will(googleShows());
    const made = await studio.media.image(scene(id, { aspect: '9:16' }));
    expect(made).toEqual({
      images: [{ mediaType: 'image/png', bytes: PNG }],
      provider: 'google',
      model: 'nano-banana',
      costMicros: 33_615,
    });
    const { path, headers, body } = studio.google.last;
    expect(path).toMatch(/^\/v1beta\/models\/[\w.-]+:generateContent$/);
    expect(headers['x-goog-api-key']).toBe(keys.google);
    expect(body).toMatchObject({
      contents: [{ parts: [{ text: 'A red shoe' }] }],
      generationConfig: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '9:16' } },
    });
    expect(await studio.usage(id, 1)).toEqual([
      {
        provider: 'google',
        model: 'nano-banana',
        outcome: 'ok',
        key_owner: 'user',
        cost_micros: 33_615,
        feature: 'ai-video.scene',
      },
    ]);
  });

  it('comes from OpenAI in the asked shape, as many as asked', async () => {
    const { id } = await studio.maker('openai');
    studio.openai.will(openaiShows(PNG, JPEG));
    const made = await studio.media.image(scene(id, { aspect: '16:9', count: 2 }));
    expect(made.images.map(({ mediaType }) => mediaType)).toEqual(['image/png', 'image/jpeg']);
    expect(made).toMatchObject({ provider: 'openai', costMicros: 30_500 });
    expect(studio.openai.last).toMatchObject({
      path: '/v1/images/generations',
      body: { prompt: 'A red shoe', n: 2, size: '1536x864' },
    });
  });

  it('goes by the pictures it is given', async () => {
    const { id } = await studio.maker('google', 'openai');
    const references = [{ kind: 'image', mediaType: 'image/png', base64: PNG.toString('base64') }] as const;
    studio.google.will(googleShows());
    await studio.media.image(scene(id, { model: 'nano-banana', references }));
    expect(JSON.stringify(studio.google.last.body)).toContain(PNG.toString('base64'));
    studio.openai.will(openaiShows(PNG));
    await studio.media.image(scene(id, { references }));
    expect(studio.openai.last.path).toBe('/v1/images/edits');
    expect(studio.openai.last.body).toContain('reference-1.png');
  });

  it('is paid for when it was made, though another of the same request was declined', async () => {
    const { id } = await studio.maker('google');
    studio.google.will(googleShows(), googleDeclines('IMAGE_SAFETY'), googleShows());
    const made = await studio.media.image(scene(id, { count: 3 }));
    expect(made.images).toHaveLength(2);
    expect(made.costMicros).toBe(2 * 33_615 + 10 * 1.5);
    expect(await outcomes(id, 1)).toEqual(['google ok']);
  });
});

describe('when nobody can make an image', () => {
  it('says which keys are missing, whatever other keys there are', async () => {
    const { id } = await studio.maker();
    const error = await errorOf(studio.media.image(scene(id)));
    expect(error).toMatchObject({ code: 'ai/not-configured', kind: 'unavailable' });
    expect(error.message).toContain('GOOGLE_API_KEY or OPENAI_API_KEY');
    expect(await studio.usage(id, 0)).toEqual([]);
  });

  it.each(['IMAGE_SAFETY', 'PROHIBITED_CONTENT', 'NO_IMAGE'])(
    'tells that the model declined (%s), and asks nobody else',
    async (reason) => {
      const { id } = await studio.maker('google', 'openai');
      studio.google.will(googleDeclines(reason));
      const error = await errorOf(studio.media.image(scene(id, { model: 'nano-banana' })));
      expect(error.code).toBe('ai/refused');
      expect(studio.openai.requests).toHaveLength(0);
      expect(await studio.usage(id, 1)).toMatchObject([{ outcome: 'refused', cost_micros: 15 }]);
    },
  );

  it('tells that a filter blocked the prompt', async () => {
    const { id } = await studio.maker('google', 'openai');
    studio.google.will({ body: { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } } });
    expect((await errorOf(studio.media.image(scene(id, { model: 'nano-banana' })))).code).toBe('ai/refused');
    studio.openai.will(openaiError(400, 'moderation_blocked'));
    expect((await errorOf(studio.media.image(scene(id)))).code).toBe('ai/refused');
  });

  it('asks the other one after failures, and notes every attempt', async () => {
    const { id } = await studio.maker('google', 'openai');
    studio.google.will(
      googleError(500, 'Internal.'),
      { pieces: [], ending: 'reset' },
      googleShows(Buffer.from('<html>no image</html>')),
    );
    studio.openai.will(openaiShows(PNG));
    const made = await studio.media.image(scene(id, { model: 'nano-banana' }));
    expect(made.provider).toBe('openai');
    expect(await outcomes(id, 4)).toEqual([...Array<string>(3).fill('google unavailable'), 'openai ok']);
  });

  it.each([
    { first: 'openai', next: 'google' },
    { first: 'google', next: 'openai' },
  ] as const)('comes from $next where $first is busy, though it is in no order', async ({ first, next }) => {
    const { id } = await studio.maker('google', 'openai');
    const busy = { openai: openaiError(429, 'rate_limit_exceeded'), google: googleError(429, 'Slow down.') };
    const shown = { openai: openaiShows(PNG), google: googleShows() };
    studio[first].will(...Array<object>(3).fill(busy[first]));
    studio[next].will(shown[next]);
    const wish = first === 'google' ? { model: 'nano-banana' } : {};
    expect((await studio.media.image(scene(id, wish))).provider).toBe(next);
    expect(studio[first].requests.length).toBeGreaterThan(0);
  });

  it.each([
    { told: 'a header', more: { headers: { 'retry-after': '600' } } },
    {
      told: 'the body',
      more: { body: { error: { message: 'Slow.', details: [{ retryDelay: '600s' }] } } },
    },
  ])('tells how long the provider asked to wait, in $told', async ({ more }) => {
    const { id } = await studio.maker('google');
    studio.google.will(googleError(429, 'Slow down.', more));
    const error = await errorOf(studio.media.image(scene(id, { deadlineMs: 2_000 })));
    expect(error).toMatchObject({ code: 'ai/limited', kind: 'too-many', retryAfter: 600 });
    expect(studio.google.requests).toHaveLength(1);
  });

  it.each([
    { why: 'the day is used up', details: [{ violations: [{ quotaId: 'ImagesPerDayPerProject' }] }] },
    { why: 'the money is', message: 'Your prepayment credits are depleted.' },
    { why: 'nothing can be billed', status: 'FAILED_PRECONDITION', message: 'Please enable billing.' },
  ])(
    'tells that the user’s account at Google is used up, and does not ask again: $why',
    async ({ why, ...said }) => {
      const { id } = await studio.maker('google');
      const error = { message: why, status: 'RESOURCE_EXHAUSTED', ...said };
      studio.google.will({ status: error.status === 'RESOURCE_EXHAUSTED' ? 429 : 400, body: { error } });
      expect((await errorOf(studio.media.image(scene(id)))).code).toBe('ai/quota-spent');
      expect(studio.google.requests).toHaveLength(1);
    },
  );

  it('is not sent elsewhere, and neither is the key', async () => {
    const { id } = await studio.maker('openai');
    const location = `${studio.google.url}/steal`;
    studio.openai.will(...Array(3).fill({ status: 307, headers: { location }, body: '' }));
    expect((await errorOf(studio.media.image(scene(id)))).code).toBe('ai/unavailable');
    expect(studio.google.requests).toHaveLength(0);
  });

  it('gives up on a provider that says nothing, and closes the connection', async () => {
    const { id } = await studio.maker('google');
    studio.google.will({ ending: 'hang' });
    expect((await errorOf(studio.media.image(scene(id)))).code).toBe('ai/timed-out');
    expect(await studio.google.last.closed).toBe('early');
    expect(await outcomes(id, 1)).toEqual(['google timeout']);
  });

  it('stops when the caller goes away, down to the connection', async () => {
    const { id } = await studio.maker('openai');
    studio.openai.will({ ending: 'hang' });
    const caller = new AbortController();
    const attempt = errorOf(studio.media.image(scene(id, { signal: caller.signal })));
    await until('the provider was asked', () => studio.openai.requests.length > 0);
    caller.abort(new Error('gone'));
    expect((await attempt).message).toBe('gone');
    expect(await studio.openai.last.closed).toBe('early');
    expect(await outcomes(id, 1)).toEqual(['openai cancelled']);
  });

  it('tells that the user’s own key was refused, without repeating it', async () => {
    const { id, keys } = await studio.maker('google');
    const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }];
    studio.google.will({
      status: 400,
      body: { error: { code: 400, message: `Bad key ${keys.google}`, details } },
    });
    const error = await errorOf(studio.media.image(scene(id)));
    expect(error.code).toBe('ai/key-refused');
    expect(`${error.message} ${String(error.cause)}`).not.toContain(keys.google.slice(0, 12));
  });
});
