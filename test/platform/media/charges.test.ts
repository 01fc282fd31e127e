import { setTimeout as sleep } from 'node:timers/promises';
import type { ImageRequest, VideoRequest } from '#platform/media/media-request';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { errorOf, googleDeclines, googleError, googleShows, openaiShows, PNG, Studio } from './studio.js';

const OPERATION = 'models/veo-3.1-generate-preview/operations/abc123';
/** Eight seconds of `veo-3`. */
const CLIP = 3_200_000;
/** One image of `nano-banana`, by piece. */
const IMAGE = 33_600;

let studio: Studio;
beforeAll(async () => {
  studio = await Studio.start({ AI_DAILY_BUDGET_CENTS: '1000' });
});
beforeEach(() => studio.clear());
afterAll(() => studio.close());

const scene = (userId: string, more: Partial<ImageRequest> = {}): ImageRequest => ({
  userId,
  feature: 'ai-video.scene',
  prompt: 'A red shoe',
  ...more,
});
const clip = (userId: string, more: Partial<VideoRequest> = {}): VideoRequest => ({
  userId,
  feature: 'ai-video.clip',
  prompt: 'A red shoe walks',
  aspect: '9:16',
  durationS: 8,
  ...more,
});

/** Somebody whose own keys count against a budget. */
async function payer(provider: 'openai' | 'google', cents = 1_000) {
  const { id } = await studio.maker(provider);
  const admin = await studio.app.as(undefined, { admin: true });
  await admin.put(`/api/ai/budgets/${id}`, { daily_cents: cents, own_keys: true });
  const budget = async () => (await (await studio.app.as(id)).get('/api/ai/budget')).body.data;
  /** What the budget says once nothing is under way. */
  const spent = async (): Promise<number> => {
    for (let tries = 0; ; tries++) {
      const { spent_micros, reserved_micros } = await budget();
      if (reserved_micros === 0 || tries > 100) return spent_micros;
      await sleep(20);
    }
  };
  return { id, spent };
}

async function cancelled(provider: 'openai' | 'google', work: (signal: AbortSignal) => Promise<unknown>) {
  const before = studio[provider].requests.length;
  const caller = new AbortController();
  const attempt = errorOf(work(caller.signal));
  while (studio[provider].requests.length === before) await sleep(10);
  caller.abort(new Error('gone'));
  expect((await attempt).message).toBe('gone');
}

describe('images that were asked for', () => {
  it('are charged by piece when the caller leaves, and when nothing comes back', async () => {
    const { id, spent } = await payer('google');
    studio.google.will(...Array<ScriptedAnswer>(4).fill({ ending: 'hang' }));
    await cancelled('google', (signal) => studio.media.image(scene(id, { count: 2, signal })));
    expect(await studio.usage(id, 1)).toMatchObject([{ outcome: 'cancelled', cost_micros: 2 * IMAGE }]);
    expect(await spent()).toBe(2 * IMAGE);
    expect((await errorOf(studio.media.image(scene(id)))).code).toBe('ai/timed-out');
    expect((await studio.usage(id, 2))[1]).toMatchObject({ outcome: 'timeout', cost_micros: IMAGE });
    expect(await spent()).toBe(3 * IMAGE);
  });

  it('cost what an administrator says, as seconds of video do', async () => {
    const { id } = await payer('google');
    const admin = await studio.app.as(undefined, { admin: true });
    const tokens = { input_per_mtok: 1.5, output_per_mtok: 30 };
    await admin.put('/api/ai/models/nano-banana', { price: { ...tokens, per_image: 0.5 } });
    await admin.put('/api/ai/models/veo-3', { price: { per_second: 1 } });
    studio.google.will({ ending: 'hang' }, { ending: 'hang' });
    await cancelled('google', (signal) => studio.media.image(scene(id, { signal })));
    await cancelled('google', (signal) => studio.media.startVideo(clip(id, { signal })));
    expect((await studio.usage(id, 2)).map(({ cost_micros }) => cost_micros)).toEqual([
      500_000,
      8 * 1_000_000,
    ]);
    for (const name of ['nano-banana', 'veo-3']) await admin.delete(`/api/ai/models/${name}`);
  });

  it('count as the estimate where they have no price by piece', async () => {
    const { id, spent } = await payer('openai');
    studio.openai.will({ ending: 'hang' });
    await cancelled('openai', (signal) => studio.media.image(scene(id, { signal })));
    expect(await studio.usage(id, 1)).toMatchObject([{ outcome: 'cancelled', cost_micros: null }]);
    expect(await spent()).toBe(7_024 * 30 + ('A red shoe'.length / 2) * 5);
  });

  it('are charged by piece when they were lost on their way, and only those that may have been made', async () => {
    const { id, spent } = await payer('google');
    studio.google.will({ ending: 'reset' }, googleShows());
    expect((await studio.media.image(scene(id, { count: 2 }))).images).toHaveLength(1);
    expect(await spent()).toBe(2 * IMAGE + 10 * 1.5);
    const refused = googleError(400, 'No.');
    studio.google.will({ body: '{"candi' }, refused, refused, refused, refused, refused);
    await errorOf(studio.media.image(scene(id, { count: 2 })));
    expect(await spent()).toBe(3 * IMAGE + 10 * 1.5);
  });

  it('are charged as they were counted when what came is no image', async () => {
    const { id } = await payer('openai');
    const broken = openaiShows(Buffer.from('no image'));
    studio.openai.will(broken, broken, broken);
    await errorOf(studio.media.image(scene(id)));
    const each = { outcome: 'unavailable', cost_micros: 100 * 5 + 1_000 * 30 };
    expect(await studio.usage(id, 3)).toMatchObject([each, each, each]);
  });

  it('are charged as they were counted when a model of Google’s makes none', async () => {
    const declined = googleDeclines('IMAGE_SAFETY');
    const thought = { promptTokenCount: 10, thoughtsTokenCount: 200, totalTokenCount: 210 };
    const { id } = await payer('google');
    studio.google.will({ body: { ...(declined.body as object), usageMetadata: thought } });
    await errorOf(studio.media.image(scene(id)));
    expect(await studio.usage(id, 1)).toMatchObject([
      { outcome: 'refused', cost_micros: 10 * 1.5 + 200 * 30 },
    ]);
    const broken = googleShows(Buffer.from('no image'));
    const other = await payer('google');
    studio.google.will(broken, broken, broken);
    await errorOf(studio.media.image(scene(other.id)));
    const each = { outcome: 'unavailable', cost_micros: IMAGE + 10 * 1.5 };
    expect(await studio.usage(other.id, 3)).toMatchObject([each, each, each]);
  });

  it('are not charged when the provider has turned them away', async () => {
    const { id, spent } = await payer('google');
    studio.google.will(...Array<ScriptedAnswer>(3).fill(googleError(500, 'Internal.')));
    await errorOf(studio.media.image(scene(id)));
    expect(await studio.usage(id, 3)).toMatchObject(Array(3).fill({ cost_micros: 0 }));
    expect(await spent()).toBe(0);
  });
});

describe('a video', () => {
  it.each([
    { how: 'was cut off by its caller', answer: { ending: 'hang' } as const, outcome: 'cancelled' },
    {
      how: 'was taken, but its answer lost',
      answer: { pieces: ['{"na'], ending: 'reset' } as const,
      outcome: 'unavailable',
    },
    {
      how: 'was sent, but not answered',
      answer: { ending: 'reset' } as const,
      outcome: 'unavailable',
    },
  ])('whose start $how counts as started', async ({ answer, outcome }) => {
    const { id, spent } = await payer('google');
    studio.google.will(answer);
    if (outcome === 'cancelled')
      await cancelled('google', (signal) => studio.media.startVideo(clip(id, { signal })));
    else await errorOf(studio.media.startVideo(clip(id)));
    expect(await studio.usage(id, 1)).toMatchObject([{ outcome, cost_micros: CLIP }]);
    expect(await spent()).toBe(CLIP);
  });

  it.each([
    { cause: 'failed', outcome: 'unavailable', end: { error: { code: 13, message: 'Broken.' } } },
    {
      cause: 'refused',
      outcome: 'refused',
      end: { response: { generateVideoResponse: { raiMediaFilteredReasons: ['A real person.'] } } },
    },
  ])('that $cause is not charged, however often it is asked for', async ({ cause, outcome, end }) => {
    const { id, spent } = await payer('google');
    studio.google.will({ body: { name: OPERATION } }, { body: { name: OPERATION } });
    const kept = await studio.media.startVideo(clip(id, { model: 'veo-3-fast', durationS: 4 }));
    const { operation } = await studio.media.startVideo(clip(id));
    expect(kept.estimateMicros).toBe(480_000);
    studio.google.will(...Array<ScriptedAnswer>(4).fill({ body: { name: OPERATION, done: true, ...end } }));
    const ask = () => studio.media.videoState({ userId: id, operation });
    const states = [...(await Promise.all([ask(), ask(), ask()])), await ask()];
    expect(states).toMatchObject(Array(4).fill({ state: 'failed', cause }));
    expect(await spent()).toBe(480_000);
    expect(await studio.usage(id, 2)).toMatchObject([
      { outcome: 'ok', cost_micros: 480_000 },
      { outcome, cost_micros: 0 },
    ]);
  });

  it('that nobody knows any more stays charged', async () => {
    const { id, spent } = await payer('google');
    studio.google.will({ body: { name: OPERATION } }, googleError(404, 'No such operation.'));
    const { operation } = await studio.media.startVideo(clip(id));
    expect(await studio.media.videoState({ userId: id, operation })).toMatchObject({ cause: 'expired' });
    expect(await spent()).toBe(CLIP);
  });
});

describe('a daily budget', () => {
  const withUsage = ({ body }: ScriptedAnswer, usage: object) => ({
    body: { ...(body as object), ...usage },
  });
  const dearest = {
    openai: withUsage(openaiShows(PNG), { usage: { input_tokens: 10, output_tokens: 7_024 } }),
    google: withUsage(googleShows(), {
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 1_120, thoughtsTokenCount: 1_120 },
    }),
  };

  it.each([
    { provider: 'openai', cents: 50 },
    { provider: 'google', cents: 15 },
  ] as const)('is not exceeded by many images of $provider at once', async ({ provider, cents }) => {
    const { id } = await payer(provider, cents);
    studio[provider].will(...Array<ScriptedAnswer>(10).fill(dearest[provider]));
    const made = await Promise.allSettled(Array.from({ length: 10 }, () => studio.media.image(scene(id))));
    const refused = made.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refused).toEqual(Array(8).fill('ai/budget-exceeded'));
    expect(studio[provider].requests).toHaveLength(2);
    const costs = (await studio.usage(id, 2)).map(({ cost_micros }) => cost_micros ?? 0);
    expect(costs.reduce((sum, micros) => sum + micros, 0)).toBeLessThanOrEqual(cents * 10_000);
  });

  it('is held for all images of a request and for those it shows', async () => {
    const { id } = await payer('openai', 86);
    const shown = { kind: 'image', mediaType: 'image/png', base64: PNG.toString('base64') } as const;
    const four = scene(id, { count: 4 });
    const dear = await errorOf(studio.media.image({ ...four, references: [shown] }));
    expect(dear.code).toBe('ai/budget-exceeded');
    studio.openai.will(openaiShows(PNG));
    expect((await studio.media.image(four)).images).toHaveLength(1);
  });

  it('is not held against a model whose price is unknown: it is not asked while there is a limit', async () => {
    const { id } = await payer('google');
    const unpriced = scene(id, { model: 'gemini-3-pro-image' });
    const error = await errorOf(studio.media.image(unpriced));
    expect(error).toMatchObject({ code: 'ai/model-unpriced', kind: 'unavailable' });
    expect(error.message).toContain('PUT /api/ai/models/gemini-3-pro-image');
    expect(studio.google.requests).toHaveLength(0);
    studio.google.will(googleShows());
    const free = await studio.maker('google');
    const made = await studio.media.image(scene(free.id, { model: 'gemini-3-pro-image' }));
    expect(made).toMatchObject({ model: 'gemini-3-pro-image', costMicros: null });
  });
});
