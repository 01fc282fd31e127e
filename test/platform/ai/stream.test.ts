import { rawRequest } from '../../support/raw.js';
import { until } from '../../support/until.js';
import { openAiSays, openAiStreams } from './wire/chat-completions.js';
import { eventsIn, Gateway, say } from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.share();
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

const chat = '/api/ai/chat';
const outcomes = async (id: string, rows: number) =>
  (await gateway.usage(id, rows)).map(({ provider, outcome }) => `${provider} ${outcome}`);

describe('an answer piece by piece', () => {
  it('arrives as deltas and one end that holds the whole', async () => {
    const { id, client } = await gateway.marketer('openai');
    gateway.openai.will(openAiStreams('Spring ', 'is ', 'here.'));
    const { status, headers, text } = await client.post(chat, say('A line', { stream: true }));
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const all = eventsIn(text);
    expect(all.map(({ event }) => event)).toEqual(['delta', 'delta', 'delta', 'end']);
    expect(all.slice(0, 3).map(({ data }) => data.text)).toEqual(['Spring ', 'is ', 'here.']);
    expect(all[3]?.data).toMatchObject({
      text: 'Spring is here.',
      usage: { input_tokens: 120, output_tokens: 30 },
    });
    expect(await outcomes(id, 1)).toEqual(['openai ok']);
  });

  it('is given up down to the provider when the reader goes away', async () => {
    const { id, client } = await gateway.marketer('openai');
    const { pieces, headers } = openAiStreams('Spring ', 'is ', 'here.');
    gateway.openai.will({ pieces: pieces.slice(0, 1), headers: headers ?? {}, ending: 'hang' });
    const leaving = new AbortController();
    const answer = await client.open('POST', chat, say('A line', { stream: true }), leaving.signal);
    const reader = answer.body?.getReader();
    await reader?.read();
    leaving.abort();
    expect(await gateway.openai.last.closed).toBe('early');
    expect(await outcomes(id, 1)).toEqual(['openai cancelled']);
  });

  it('is given up before it began when the reader goes away', async () => {
    const { id, client } = await gateway.marketer('openai');
    gateway.openai.will({ ending: 'hang' });
    const leaving = new AbortController();
    const answer = client.open('POST', chat, say('A line'), leaving.signal).catch(() => 'gone');
    await until('the provider was asked', () => gateway.openai.requests.length > 0);
    leaving.abort();
    expect(await answer).toBe('gone');
    expect(await gateway.openai.last.closed).toBe('early');
    expect(await outcomes(id, 1)).toEqual(['openai cancelled']);
  });

  it('is ended when the reader went away before reading any of it', async () => {
    const { id, client } = await gateway.marketer('openai');
    gateway.openai.will({ ...openAiStreams('Spring ', 'is ', 'here.'), pace: 300, ending: 'hang' });
    const leaving = new AbortController();
    const answer = client
      .open('POST', chat, say('A line', { stream: true }), leaving.signal)
      .catch(() => 'gone');
    await until('the provider was asked', () => gateway.openai.requests.length > 0);
    leaving.abort();
    await answer;
    expect(await gateway.openai.last.closed).toBe('early');
    expect(await outcomes(id, 1)).toEqual(['openai cancelled']);
  });
});

describe('pictures of a chat', () => {
  const picture = (characters: number) => ({ media_type: 'image/png', data: 'A'.repeat(characters) });
  const turn = (role: string, ...images: object[]) => ({ role, content: 'What is this?', images });

  it('may be as many and as large as the route says, and all reach the model', async () => {
    const { client } = await gateway.marketer('openai');
    gateway.openai.will(openAiSays('A spade.'));
    const images = Array(8).fill(picture(1_000_000));
    const { status } = await client.post('/api/ai/chat', { messages: [turn('user', ...images)] });
    expect(status).toBe(200);
    expect(JSON.stringify(gateway.openai.last.body).match(/"type":"image_url"/g)).toHaveLength(8);
  });

  it('end at ten mebibytes together; other routes end at one', async () => {
    const token = await gateway.app.token();
    const announced = (path: string, bytes: number) => {
      const headers = ['Content-Type: application/json', `Content-Length: ${bytes}`];
      headers.push(`Authorization: Bearer ${token}`);
      return rawRequest(gateway.app.url, { method: 'POST', path, headers });
    };
    for (const [path, mebibytes] of [
      ['/api/ai/chat', 10],
      ['/api/ai/compare', 1],
    ] as const) {
      const { status, body } = await announced(path, mebibytes * 1024 * 1024 + 1);
      expect([path, status]).toEqual([path, 413]);
      expect(body).toContain('http/body-too-large');
    }
  });

  it('are refused on a turn of the model, by the name of the field', async () => {
    const { client } = await gateway.marketer('openai');
    const messages = [turn('user', picture(4)), turn('assistant', picture(4))];
    const { status, body } = await client.post('/api/ai/chat', { messages });
    expect([status, body.errors]).toEqual([
      400,
      [{ path: 'messages.1.images', message: 'images belong to user turns only' }],
    ]);
    expect(gateway.openai.requests).toHaveLength(0);
  });
});
