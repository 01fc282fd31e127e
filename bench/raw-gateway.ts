/**
 * What `gateway` is held against: one route of Fastify that asks the provider by its official SDK, and nothing else. No token,
 * no check of the body, no time-out of its own, no other provider, no usage row, no log.
 */
import { Readable } from 'node:stream';
import Fastify from 'fastify';
import { OpenAI } from 'openai';

interface Chat {
  messages: { role: 'user'; content: string }[];
  stream?: boolean;
}

const openai = new OpenAI({ apiKey: 'sk-bench', baseURL: process.env.OPENAI_BASE_URL, maxRetries: 0 });
const fastify = Fastify();

fastify.get('/health/ready', () => ({ ok: true }));

fastify.post<{ Body: Chat }>('/api/ai/chat', async ({ body }, reply) => {
  const asked = { model: 'fake', messages: body.messages, max_completion_tokens: 4_000 };
  if (body.stream) return reply.type('text/event-stream').send(Readable.from(events(asked)));
  const { choices, usage } = await openai.chat.completions.create(asked);
  return { text: choices[0]?.message.content, finish: choices[0]?.finish_reason, usage };
});

async function* events(asked: {
  model: string;
  messages: Chat['messages'];
  max_completion_tokens: number;
}): AsyncGenerator<string> {
  const options = { include_usage: true };
  const chunks = await openai.chat.completions.create({ ...asked, stream: true, stream_options: options });
  let text = '';
  let usage: object | null | undefined;
  for await (const chunk of chunks) {
    const piece = chunk.choices[0]?.delta.content ?? '';
    text += piece;
    usage = chunk.usage;
    if (piece !== '') yield `event: delta\ndata: ${JSON.stringify({ text: piece })}\n\n`;
  }
  yield `event: end\ndata: ${JSON.stringify({ text, usage })}\n\n`;
}

process.on('SIGTERM', () => void fastify.close());
await fastify.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
