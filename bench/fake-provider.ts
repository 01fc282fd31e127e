/**
 * A provider of language models that thinks nothing: the chat completions API of OpenAI with an answer of about 1 KB, or a
 * stream of 20 pieces. `wait 200 ms` in a prompt makes it wait so long, half as much more or less, so that callers do not march
 * in step. The answer begins with how long it waited in truth, so that nobody is charged for its timers.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const PIECES = 20;
const BETWEEN_PIECES_MS = 20;
const SENTENCE = 'Spring is here: spades, rakes and seeds are a fifth off. ';
const USAGE = { prompt_tokens: 20, completion_tokens: 180, total_tokens: 200 };

let asked = 0;

/** Between half and one and a half of it, the same series in every run. */
function spread(millis: number): number {
  asked++;
  return millis * (0.5 + ((asked * 0.618034) % 1));
}

async function waitAsTold(body: string): Promise<string> {
  const began = performance.now();
  const millis = spread(Number(/wait (\d+) ms/.exec(body)?.[1] ?? 0));
  if (millis > 0) await sleep(millis);
  return `waited ${(performance.now() - began).toFixed(3)} ms. `;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: string[] = [];
  request.setEncoding('utf8');
  for await (const piece of request) pieces.push(String(piece));
  return pieces.join('');
}

function answer(response: ServerResponse, beginning: string): void {
  const message = { role: 'assistant', content: beginning + SENTENCE.repeat(12), refusal: null };
  const body = JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_780_000_000,
    model: 'fake',
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage: USAGE,
  });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

async function stream(response: ServerResponse, beginning: string): Promise<void> {
  const chunk = (rest: object): string =>
    `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_780_000_000, model: 'fake', ...rest })}\n\n`;
  const delta = (content: string): string =>
    chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }], usage: null });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(delta(beginning));
  for (let count = 1; count < PIECES; count++) {
    await sleep(BETWEEN_PIECES_MS);
    response.write(delta(SENTENCE));
  }
  const last = chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: null });
  response.end(`${last}${chunk({ choices: [], usage: USAGE })}data: [DONE]\n\n`);
}

const server = createServer((request, response) => {
  void (async () => {
    const body = await bodyOf(request);
    if (request.url !== '/v1/chat/completions') {
      response.writeHead(request.url === '/health/ready' ? 200 : 404).end();
      return;
    }
    const beginning = await waitAsTold(body);
    if (body.includes('"stream":true')) await stream(response, beginning);
    else answer(response, beginning);
  })();
});

process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
server.keepAliveTimeout = 0;
server.listen(Number(process.env.PORT), '127.0.0.1');
