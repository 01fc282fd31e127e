import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadSettings } from '#platform/config/load-settings';
import { GoogleImagesProvider } from '#platform/media/providers/google/google-images.provider';
import { VeoProvider } from '#platform/media/providers/google/veo.provider';
import { OpenAiImagesProvider } from '#platform/media/providers/openai/openai-images.provider';
import { callWith, dialects, eventsOf, failureOf, plainRequest } from './dialects.js';

const MIB = 1024 * 1024;
/** What lies in sockets and buffers when a connection is closed. */
const UNDER_WAY = 12 * MIB;
const JSON_TYPE = { 'content-type': 'application/json' };
const STREAM_TYPE = { 'content-type': 'text/event-stream' };

/** A server that begins with some bytes and then sends the same piece for ever, until its connection is closed. */
interface Endless {
  status?: number;
  headers: Record<string, string>;
  begins?: string;
  goesOn: string;
}

let script: Endless;
let sent = 0;
let ended: Promise<'closed'>;
const server = createServer((request, response) => {
  ended = once(response, 'close').then(() => 'closed');
  request.resume();
  request.on('end', () => send(response));
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function send(response: ServerResponse): void {
  const { status = 200, headers, begins = '', goesOn } = script;
  response.writeHead(status, headers);
  response.write(begins);
  const piece = Buffer.from(goesOn);
  const more = (): void => {
    while (!response.destroyed) {
      sent += piece.length;
      if (!response.write(piece)) return;
    }
  };
  response.on('drain', more);
  more();
}

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Why the work failed while the server went on; it has let go of the connection by then. */
async function cutOff(endless: Endless, work: () => Promise<unknown>) {
  script = endless;
  sent = 0;
  const failure = await failureOf(work());
  expect(await ended).toBe('closed');
  return failure;
}

describe.each(dialects)('When $name never stops sending', ({ provider: providerAt, stream }) => {
  const provider = () => providerAt(url());
  const text = () => provider().text(plainRequest, callWith());
  const streamed = () => eventsOf(provider().stream(plainRequest, callWith()));

  it('an answer, no more than 32 MiB of it are read', async () => {
    const endless = { headers: JSON_TYPE, begins: '{"id":"', goesOn: 'x'.repeat(65_536) };
    const failure = await cutOff(endless, text);
    expect(failure).toMatchObject({ name: 'AiFailure', kind: 'unavailable' });
    expect(failure.detail).toContain(`The answer is larger than ${32 * MIB} bytes.`);
    expect(sent).toBeLessThan(32 * MIB + UNDER_WAY);
  });

  it('one event of a stream, no more than 1 MiB of it is read', async () => {
    const endless = { headers: STREAM_TYPE, begins: 'data: {"id":"', goesOn: 'x'.repeat(65_536) };
    const failure = await cutOff(endless, streamed);
    expect(failure).toMatchObject({ name: 'AiFailure', kind: 'unavailable' });
    expect(failure.detail).toContain(`An event is larger than ${MIB} bytes.`);
    expect(sent).toBeLessThan(MIB + UNDER_WAY);
  });

  it('words, no more than 64 MiB of them are read', async () => {
    const at = stream.pieces.findIndex((piece) => piece.includes('Hel'));
    const begins = stream.pieces.slice(0, at).join('');
    const goesOn = (stream.pieces[at] ?? '').replace('Hel', 'Hel'.repeat(20_000));
    const failure = await cutOff({ headers: STREAM_TYPE, begins, goesOn }, streamed);
    expect(failure).toMatchObject({ name: 'AiFailure', kind: 'unavailable' });
    expect(failure.detail).toContain(`The answer is larger than ${64 * MIB} bytes.`);
    expect(sent).toBeLessThan(64 * MIB + UNDER_WAY);
  });

  it('a refusal, it is one after its first words', async () => {
    const endless = { status: 401, headers: JSON_TYPE, goesOn: 'Something is off. '.repeat(4_000) };
    for (const work of [text, streamed]) {
      const failure = await cutOff(endless, work);
      expect(failure).toMatchObject({ name: 'AiFailure', kind: 'key-refused' });
      expect(failure.detail).toContain('Something is off.');
      expect(sent).toBeLessThan(UNDER_WAY);
    }
  });
});

describe('When a maker of images and videos never stops sending', () => {
  const settings = () =>
    loadSettings({ ENVIRONMENT: 'test', OPENAI_BASE_URL: `${url()}/v1`, GOOGLE_BASE_URL: url() });
  const wanted = { model: 'a-model', prompt: 'A spade.', aspect: '1:1', count: 1, references: [] } as const;
  const shown = { kind: 'image', mediaType: 'image/png', base64: 'aGk=' } as const;
  const openai = () => new OpenAiImagesProvider(settings());
  const google = () => new GoogleImagesProvider(settings());
  const veo = () => new VeoProvider(settings());

  it.each([
    ['an image of OpenAI', () => openai().images(wanted, callWith())],
    [
      'an image of OpenAI by a picture',
      () => openai().images({ ...wanted, references: [shown] }, callWith()),
    ],
    ['an image of Google', () => google().images(wanted, callWith())],
    ['how a video is doing', () => veo().state('operations/one', callWith())],
  ])('%s, no more than 32 MiB are read', async (_, work) => {
    const endless = { headers: JSON_TYPE, begins: '{"id":"', goesOn: 'x'.repeat(65_536) };
    const failure = await cutOff(endless, work);
    expect(failure).toMatchObject({ name: 'AiFailure', kind: 'unavailable' });
    expect(failure.detail).toContain(`The answer is larger than ${32 * MIB} bytes.`);
    expect(sent).toBeLessThan(32 * MIB + UNDER_WAY);
  });
});
