import type { AiFailure } from '#platform/ai/providers/ai-failure';
import { AnthropicProvider } from '#platform/ai/providers/anthropic/anthropic.provider';
import { GoogleProvider } from '#platform/ai/providers/google/google.provider';
import { MistralProvider } from '#platform/ai/providers/mistral/mistral.provider';
import { OpenAiProvider } from '#platform/ai/providers/openai/openai.provider';
import { loadSettings } from '#platform/config/load-settings';
import type { AiProvider, ProviderEvent, ProviderRequest } from '#platform/ai/providers/ai-provider';
import { eventStream, type ScriptedAnswer } from '../../../support/scripted-server.js';

export const KEY = 'key-of-nobody-0123456789abcdef';

/** How one company says things on the wire. */
interface Dialect {
  name: string;
  provider(url: string): AiProvider;
  /** The body of an error. */
  error(message: string): unknown;
  /** A stream that says `Hel` and `lo`, whole. */
  stream: ScriptedAnswer & { pieces: string[] };
  /** How many of its pieces carry the text. */
  piecesWithText: number;
}

export const plainRequest: ProviderRequest = {
  model: 'a-model',
  instructions: 'Be brief.',
  messages: [{ role: 'user', parts: [{ kind: 'text', text: 'hello' }] }],
  tools: [],
  maxTokens: 100,
};

export const callWith = (signal = new AbortController().signal) => ({ key: KEY, signal });

export async function failureOf(attempt: Promise<unknown>): Promise<AiFailure> {
  return attempt.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error: unknown) => error as AiFailure,
  );
}

export async function eventsOf(events: AsyncIterable<ProviderEvent>): Promise<ProviderEvent[]> {
  const all: ProviderEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

export function chunk(delta: object, finish: string | null = null, usage?: object): object {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return {
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices,
    ...(usage && { usage }),
  };
}

export const openaiAt = (url: string) =>
  new OpenAiProvider(loadSettings({ ENVIRONMENT: 'test', OPENAI_BASE_URL: `${url}/v1` }));

export const mistralAt = (url: string) =>
  new MistralProvider(loadSettings({ ENVIRONMENT: 'test', MISTRAL_BASE_URL: url }));

export const anthropicAt = (url: string) =>
  new AnthropicProvider(loadSettings({ ENVIRONMENT: 'test', ANTHROPIC_BASE_URL: url }));

export const googleAt = (url: string) =>
  new GoogleProvider(loadSettings({ ENVIRONMENT: 'test', GOOGLE_BASE_URL: url }));

/** A stream of Anthropic's: each event has a name, which is its type too. */
export function namedEvents(...events: readonly { type: string }[]): ReturnType<typeof eventStream> {
  const pieces = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  return { ...eventStream(), pieces };
}

export const messageStart = {
  type: 'message_start',
  message: {
    id: 'm',
    type: 'message',
    role: 'assistant',
    model: 'a-model',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: 3,
      cache_read_input_tokens: 4,
      cache_creation_input_tokens: 2,
      output_tokens: 1,
    },
  },
};

const textStart = {
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'text', text: '' },
};

export const textDelta = (text: string) => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text },
});

export const messageEnd = (reason: string, details: object | null = null) => [
  {
    type: 'message_delta',
    delta: { stop_reason: reason, stop_sequence: null, stop_details: details },
    usage: { output_tokens: 2 },
  },
  { type: 'message_stop' },
];

/** An answer of Gemini, or a piece of one. */
export const candidate = (parts: readonly object[], finishReason?: string, more: object = {}) => ({
  candidates: [{ content: { role: 'model', parts }, index: 0, ...(finishReason && { finishReason }) }],
  ...more,
});

const USAGE = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };

export const dialects: readonly Dialect[] = [
  {
    name: 'OpenAI',
    provider: openaiAt,
    error: (message) => ({ error: { message, type: 'some_error', param: null, code: null } }),
    stream: eventStream(
      chunk({ role: 'assistant', content: 'Hel' }),
      chunk({ content: 'lo' }),
      chunk({}, 'stop'),
      { ...chunk({}), choices: [], usage: USAGE },
      '[DONE]',
    ),
    piecesWithText: 2,
  },
  {
    name: 'Mistral',
    provider: mistralAt,
    error: (message) => ({ object: 'error', message, type: 'some_error', param: null, code: '1' }),
    stream: eventStream(
      chunk({ role: 'assistant', content: 'Hel' }),
      chunk({ content: 'lo' }),
      chunk({ content: '' }, 'stop', USAGE),
      '[DONE]',
    ),
    piecesWithText: 2,
  },
  {
    name: 'Anthropic',
    provider: anthropicAt,
    error: (message) => ({ type: 'error', error: { type: 'some_error', message } }),
    stream: namedEvents(
      messageStart,
      textStart,
      textDelta('Hel'),
      textDelta('lo'),
      { type: 'content_block_stop' },
      ...messageEnd('end_turn'),
    ),
    piecesWithText: 4,
  },
  {
    name: 'Google',
    provider: googleAt,
    error: (message) => ({ error: { code: 400, message, status: 'SOME_STATUS' } }),
    stream: eventStream(
      candidate([{ text: 'Hel' }]),
      candidate([{ text: 'lo' }]),
      candidate([{ text: '' }], 'STOP', { usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 2 } }),
    ),
    piecesWithText: 2,
  },
];

export const SHAPE = {
  name: 'post',
  schema: {
    type: 'object',
    properties: { title: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
    required: ['title', 'tags'],
    additionalProperties: false,
  },
};

export const TOOL = {
  name: 'find_leads',
  description: 'Finds leads.',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

/** A conversation in which a tool was used and a picture shown. */
export const richRequest: ProviderRequest = {
  ...plainRequest,
  messages: [
    {
      role: 'user',
      parts: [
        { kind: 'text', text: 'Who lives here?' },
        { kind: 'image', mediaType: 'image/png', base64: 'aGk=' },
      ],
    },
    {
      role: 'assistant',
      text: '',
      toolCalls: [
        { id: 'abcDEF123', name: 'find_leads', input: { city: 'Bonn' } },
        {
          id: 'toolu_of_another_company_and_longer_than_forty_characters',
          name: 'find_leads',
          input: '{half',
        },
      ],
    },
    { role: 'tool', callId: 'abcDEF123', name: 'find_leads', output: '3 leads' },
    {
      role: 'tool',
      callId: 'toolu_of_another_company_and_longer_than_forty_characters',
      name: 'find_leads',
      output: 'That is not JSON.',
    },
    { role: 'assistant', text: 'Three do.', toolCalls: [] },
    { role: 'user', parts: [{ kind: 'text', text: 'hello' }] },
  ],
  tools: [TOOL],
  temperature: 0,
  shape: SHAPE,
};
