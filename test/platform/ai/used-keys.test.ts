import { AI_PROVIDERS, type AiProviderId } from '#platform/ai/ai-request';
import { Media } from '#platform/media/media';
import { OpenedSecrets } from '#platform/secrets/opened-secrets';
import { recordOf } from '../secrets/vault.js';
import { Gateway, say } from './gateway.js';
import { anthropicSays } from './wire/anthropic.js';
import { openAiError, openAiSays } from './wire/chat-completions.js';

const CHAT = '/api/ai/chat';
const [OPENAI, ANTHROPIC, GOOGLE] = ['openai_api_key', 'anthropic_api_key', 'gemini_api_key_encrypted'];

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.share();
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

/** Somebody with all keys, or these, and which of them were noted as used: by their dates, and in the record. */
async function owner(...providers: AiProviderId[]) {
  const { id, client } = await gateway.marketer(...(providers.length > 0 ? providers : AI_PROVIDERS));
  const used = async () => {
    const { data } = (await client.get('/api/user/secrets')).body;
    const entries = data as { service: string; last_used_at: string | null }[];
    const dated = entries.filter(({ last_used_at }) => last_used_at !== null).map(({ service }) => service);
    const read = (await recordOf(gateway.app, id)).filter(({ operation }) => operation === 'read');
    const recorded = read.map(({ service_name }) => service_name);
    expect(recorded.toSorted()).toEqual(dated.toSorted());
    return dated.toSorted();
  };
  return { id, client, used };
}

describe('a user’s own key is noted as used', () => {
  it('not by looking which providers could be asked', async () => {
    const { id, client, used } = await owner();
    expect((await client.get('/api/ai/providers')).body.data.available_providers).toHaveLength(4);
    expect(await gateway.app.get(Media).isReady('image', id)).toBe(true);
    expect(await used()).toEqual([]);
  });

  it('once, where its provider was asked with it; no other one is', async () => {
    const { client, used } = await owner();
    await client.get('/api/ai/providers');
    gateway.openai.will(openAiSays('One.'), openAiSays('Two.'));
    for (const text of ['One.', 'Two.'])
      expect((await client.post(CHAT, say('Hello'))).body.data.text).toBe(text);
    expect(await used()).toEqual([OPENAI]);
  });

  it('also where it failed, as is that of whoever was asked after it', async () => {
    const { client, used } = await owner();
    gateway.openai.will(openAiError(429, 'insufficient_quota'));
    gateway.anthropic.will(anthropicSays('I am here.'));
    expect((await client.post(CHAT, say('Hello'))).body.data.text).toBe('I am here.');
    expect(await used()).toEqual([ANTHROPIC, OPENAI]);
  });

  it('not where the budget had no room for the call', async () => {
    const { id, client, used } = await owner('openai');
    const admin = await gateway.app.as(undefined, { admin: true });
    await admin.put(`/api/ai/budgets/${id}`, { daily_cents: 1, own_keys: true });
    const { body } = await client.post(CHAT, say('Hello', { max_tokens: 4_000 }));
    expect(body.code).toBe('ai/budget-exceeded');
    expect(await used()).toEqual([]);
  });

  it('by a trial of it', async () => {
    const { client, used } = await owner();
    await client.post('/api/ai/providers/anthropic/test');
    expect(await used()).toEqual([ANTHROPIC]);
  });

  it('by asking how a video is doing', async () => {
    const { id, used } = await owner('google');
    const media = gateway.app.get(Media);
    const clip = {
      feature: 'ai-video.clip',
      prompt: 'A red shoe walks',
      aspect: '9:16',
      durationS: 8,
    } as const;
    const name = 'models/veo-3.1-generate-preview/operations/abc';
    gateway.google.will({ body: { name } }, { body: { name, done: false } });
    const { operation } = await media.startVideo({ userId: id, ...clip });
    expect(await used()).toEqual([GOOGLE]);
    await gateway.app.sql('update user_secrets set last_used_at = null where user_id = $1', [id]);
    await gateway.app.sql("delete from secret_audit_logs where user_id = $1 and operation = 'read'", [id]);
    gateway.app.get(OpenedSecrets).forget(id);
    await media.videoState({ userId: id, operation });
    expect(await used()).toEqual([GOOGLE]);
  });
});
