import type { AiProviderId } from '#platform/ai/ai-request';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { WIRE_FORMATS } from './failing.js';
import { Gateway, say } from './gateway.js';

const CHAT = '/api/ai/chat';
/** Without an attempt after it: the next one is asked at once. */
const SPENT = 'has nothing left to spend';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start({ AI_FALLBACK_ORDER: 'mistral,google,openai' });
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

const formatOf = (id: AiProviderId) => {
  const format = WIRE_FORMATS.find((one) => one.id === id);
  if (!format) throw new Error(`Nothing is scripted for ${id}.`);
  return format;
};
const willFail = (...ids: AiProviderId[]): void => {
  for (const id of ids) gateway[id].will(formatOf(id).fails[SPENT]);
};
const willAnswer = (id: AiProviderId): void => gateway[id].will(formatOf(id).says('I am here.'));

/** Who was asked, in which order, and what came of it. */
async function ask(providers: readonly AiProviderId[], wish: { provider?: AiProviderId }, rows: number) {
  const { id, client } = await gateway.marketer(...providers);
  const { status, body } = await client.post(CHAT, say('Hello', wish));
  const asked = (await gateway.usage(id, rows)).map(({ provider }) => provider);
  return { status, code: body.code, text: body.data?.text, asked };
}

describe('the configured order', () => {
  it('is who is asked, one after the other', async () => {
    willFail('mistral', 'google');
    willAnswer('openai');
    const { text, asked } = await ask(['openai', 'google', 'mistral', 'anthropic'], {}, 3);
    expect([text, asked]).toEqual(['I am here.', ['mistral', 'google', 'openai']]);
  });

  it('leaves out who has no key', async () => {
    willFail('google');
    willAnswer('openai');
    const { text, asked } = await ask(['openai', 'google'], {}, 2);
    expect([text, asked]).toEqual(['I am here.', ['google', 'openai']]);
  });

  it.each<[AiProviderId, AiProviderId[]]>([
    ['openai', ['openai', 'mistral', 'google']],
    ['anthropic', ['anthropic', 'mistral', 'google', 'openai']],
  ])('comes after the wish for %s, who is asked once', async (wished, order) => {
    willFail(...order);
    const { status, code, asked } = await ask(
      ['openai', 'google', 'mistral', 'anthropic'],
      { provider: wished },
      order.length,
    );
    expect([status, code, asked]).toEqual([503, 'ai/quota-spent', order]);
  });

  it('is all that is asked: nobody outside of it, though everybody in it failed', async () => {
    willFail('openai');
    const { status, asked } = await ask(['openai', 'anthropic'], {}, 1);
    expect([status, asked]).toEqual([503, ['openai']]);
    expect(gateway.anthropic.requests).toHaveLength(0);
  });

  it('does not keep from being asked who is the only one with a key', async () => {
    willAnswer('anthropic');
    const { text, asked } = await ask(['anthropic'], {}, 1);
    expect([text, asked]).toEqual(['I am here.', ['anthropic']]);
  });
});

describe.each(WIRE_FORMATS)('When $company answers 529, which not every company does', ({ id, fails }) => {
  it('it counts as unavailable, and another one answers', async () => {
    const overloaded: ScriptedAnswer = { ...fails['is overloaded'], status: 529 };
    const other = id === 'openai' ? 'mistral' : 'openai';
    gateway[id].will(...Array<ScriptedAnswer>(3).fill(overloaded));
    willAnswer(other);
    const { text, asked } = await ask([id, other], { provider: id }, 4);
    expect([text, asked]).toEqual(['I am here.', [id, id, id, other]]);
  });

  it('and with it asks to wait, the next call does not ask it before', async () => {
    const other = id === 'openai' ? 'mistral' : 'openai';
    const { client } = await gateway.marketer(id, other);
    gateway[id].will({ ...fails['is overloaded'], status: 529, headers: { 'retry-after': '900' } });
    for (let times = 0; times < 2; times++) {
      willAnswer(other);
      expect((await client.post(CHAT, say('Hello', { provider: id }))).body.data.provider).toBe(other);
    }
    expect(gateway[id].requests).toHaveLength(1);
    const alone = await client.post(CHAT, say('Hello', { provider: id, pinned: true }));
    expect([alone.status, alone.body.code]).toEqual([503, 'ai/unavailable']);
    expect(Number(alone.headers.get('retry-after'))).toBeGreaterThan(800);
  });
});
