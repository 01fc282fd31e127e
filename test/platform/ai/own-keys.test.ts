import { Ai } from '#platform/ai/ai';
import type { AiProviderId } from '#platform/ai/ai-request';
import { Media } from '#platform/media/media';
import { OpenedSecrets } from '#platform/secrets/opened-secrets';
import type { TestClient } from '../../support/client.js';
import { addOldRow, keyFor } from '../secrets/vault.js';
import { openAiError, openAiSays } from './wire/chat-completions.js';
import { Gateway, say } from './gateway.js';

const PLATFORM = {
  OPENAI_API_KEY: 'sk-platform-canary-0123456789',
  ANTHROPIC_API_KEY: 'sk-ant-platform-canary-0123456789',
};
const SERVICES = {
  openai: 'openai_api_key',
  anthropic: 'anthropic_api_key',
  google: 'gemini_api_key_encrypted',
};
type Company = keyof typeof SERVICES;

let alone: Gateway;
let funded: Gateway;
beforeAll(async () => {
  alone = await Gateway.share();
  funded = await Gateway.start(PLATFORM);
});
beforeEach(() => {
  alone.clear();
  funded.clear();
});
afterAll(async () => {
  await alone.close();
  await funded.close();
});

const chat = '/api/ai/chat';
const TOLD = [409, 'secrets/unreadable'];

interface Marketer {
  readonly id: string;
  readonly client: TestClient;
}

/** Flips one bit of what is sealed. */
async function flipBit({ app }: Gateway, { id }: Marketer, provider: Company): Promise<void> {
  const row = [id, SERVICES[provider]];
  const where = 'where user_id = $1 and service_name = $2';
  const [sealed] = await app.sql<{ encrypted_value: string }>(
    `select encrypted_value from user_secrets ${where}`,
    row,
  );
  const bytes = Buffer.from(sealed?.encrypted_value ?? '', 'base64');
  bytes[3] = (bytes[3] ?? 0) ^ 1;
  await app.sql(`update user_secrets set encrypted_value = $3 ${where}`, [...row, bytes.toString('base64')]);
  app.get(OpenedSecrets).forget(id);
}

async function withBroken(gateway: Gateway, provider: Company, ...whole: AiProviderId[]) {
  const somebody = await gateway.marketer(provider, ...whole);
  await flipBit(gateway, somebody, provider);
  return somebody;
}

const asked = (gateway: Gateway): number[] => [
  gateway.openai.requests.length,
  gateway.anthropic.requests.length,
];
const statusOf = async (client: TestClient, provider: AiProviderId) => {
  const { data } = (await client.get('/api/ai/providers')).body;
  const { problem, configured, key_owner } = data.providers.find(
    (one: { provider: string }) => one.provider === provider,
  );
  return { problem, configured, key_owner, first: data.current_provider, asked: data.available_providers };
};

describe('a user’s own key that can no longer be read', () => {
  it('is told instead of a template, in one piece or as a stream', async () => {
    const { id, client } = await withBroken(alone, 'openai');
    for (const stream of [false, true]) {
      const { status, body } = await client.post(chat, say('Hello', { stream }));
      expect([status, body.code]).toEqual(TOLD);
      expect(body.error).toContain('openai_api_key');
    }
    expect(await alone.usage(id, 0)).toEqual([]);
  });

  it('is told when it was sealed by a master key that is gone', async () => {
    const { id, client } = await alone.app.newUser();
    const row = { userId: id, service: 'mistral_api_key', value: keyFor.mistral() };
    await addOldRow(alone.app, { ...row, masterKey: 'cd02'.repeat(16) });
    const { status, body } = await client.post(chat, say('Hello'));
    expect([status, body.code]).toEqual(TOLD);
  });

  it('is told to whoever asks for vectors or pictures', async () => {
    const { id } = await withBroken(alone, 'openai');
    const wish = { userId: id, feature: 'test.feature' };
    const told = { code: 'secrets/unreadable' };
    await expect(alone.app.get(Ai).embed({ ...wish, texts: ['spade'] })).rejects.toMatchObject(told);
    const media = alone.app.get(Media);
    expect(await media.isReady('image', id)).toBe(true);
    await expect(media.image({ ...wish, prompt: 'A spade.' })).rejects.toMatchObject(told);
  });

  it('keeps a video that was begun with it waiting; new ones are refused at once', async () => {
    const somebody = await alone.marketer('google');
    const clip = {
      userId: somebody.id,
      feature: 'ai-video.clip',
      prompt: 'A red shoe walks',
      aspect: '9:16',
      durationS: 8,
    } as const;
    const media = alone.app.get(Media);
    alone.google.will({ body: { name: 'models/veo-3.1-generate-preview/operations/abc' } });
    const { operation } = await media.startVideo(clip);
    await flipBit(alone, somebody, 'google');
    const looked = media.videoState({ userId: somebody.id, operation });
    await expect(looked).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(media.startVideo(clip)).rejects.toMatchObject({ code: 'secrets/unreadable' });
    expect(alone.google.requests).toHaveLength(1);
  });

  it('does not make the platform pay in its place, whether the provider is named or merely first', async () => {
    const { client } = await withBroken(funded, 'openai');
    for (const wish of [
      {},
      { provider: 'openai' },
      { model: 'gpt-5' },
      { provider: 'openai', pinned: true },
    ]) {
      const { status, body } = await client.post(chat, say('Hello', wish));
      expect([wish, status, body.code]).toEqual([wish, ...TOLD]);
    }
    expect(asked(funded)).toEqual([0, 0]);
  });

  it('is passed over where others come first, and still does not make the platform pay', async () => {
    const { id, client } = await withBroken(funded, 'anthropic');
    funded.openai.will(openAiSays('I am here.'));
    expect((await client.post(chat, say('Hello'))).body.data.text).toBe('I am here.');
    funded.openai.will(openAiError(429, 'insufficient_quota'));
    const { status, body } = await client.post(chat, say('Hello'));
    expect([status, body.code]).toEqual([503, 'ai/quota-spent']);
    expect(asked(funded)).toEqual([2, 0]);
    expect((await funded.usage(id, 2)).map(({ outcome }) => outcome)).toEqual(['ok', 'quota']);
    expect(await statusOf(client, 'anthropic')).toMatchObject({
      problem: 'unreadable',
      first: 'openai',
      asked: ['openai'],
    });
  });

  it('is shown with its trouble until it is saved again', async () => {
    const { client } = await withBroken(funded, 'openai');
    expect(await statusOf(client, 'openai')).toEqual({
      problem: 'unreadable',
      configured: true,
      key_owner: 'user',
      first: 'openai',
      asked: ['anthropic'],
    });
    const tried = await client.post('/api/ai/providers/openai/test');
    expect([tried.status, tried.body.code]).toEqual(TOLD);
    expect(asked(funded)).toEqual([0, 0]);
    await client.put('/api/user/secrets/openai', { value: keyFor.openai() });
    expect(await statusOf(client, 'openai')).toEqual({
      problem: null,
      configured: true,
      key_owner: 'user',
      first: 'openai',
      asked: ['openai', 'anthropic'],
    });
    funded.openai.will(openAiSays('Mine again.'));
    expect((await client.post(chat, say('Hello'))).body.data.text).toBe('Mine again.');
    expect(funded.openai.last.headers.authorization).not.toContain('platform');
  });

  it('is told beside the answers of the others when they are compared', async () => {
    const { client } = await withBroken(alone, 'anthropic', 'openai');
    alone.openai.will(openAiSays('From OpenAI.'));
    const { status, body } = await client.post('/api/ai/compare', { prompt: 'A line' });
    expect([status, body.comparison_results]).toEqual([
      200,
      {
        openai: expect.objectContaining({ content: 'From OpenAI.' }),
        anthropic: expect.objectContaining({ code: 'secrets/unreadable' }),
      },
    ]);
  });
});
