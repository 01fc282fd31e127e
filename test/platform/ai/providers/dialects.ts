import type { AiFailure } from '#platform/ai/providers/ai-failure';
import { AnthropicProvider } from '#platform/ai/providers/anthropic/anthropic.provider';
import { GoogleProvider } from '#platform/ai/providers/google/google.provider';
import { MistralProvider } from '#platform/ai/providers/mistral/mistral.provider';
import { OpenAiProvider } from '#platform/ai/providers/openai/openai.provider';
import { loadSettings } from '#platform/config/load-settings';
import type { AiProvider, ProviderEvent, ProviderRequest } from '#platform/ai/providers/ai-provider';
import { type ScriptedAnswer, ScriptedServer } from '../../../support/scripted-server.js';
import { anthropicStreams, message, text } from '../wire/anthropic.js';
import { completion, mistralStreams, openAiStreams } from '../wire/chat-completions.js';
import { candidate, googleStreams } from '../wire/google.js';

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
  /** Whole answers that say nothing, or do not end. */
  empty: ScriptedAnswer[];
}

export const plainRequest: ProviderRequest = {
  model: 'a-model',
  instructions: 'Be brief.',
  messages: [{ role: 'user', parts: [{ kind: 'text', text: 'hello' }] }],
  tools: [],
  maxTokens: 100,
};

export const callWith = (signal = new AbortController().signal) => ({ key: KEY, signal });

/** A provider and the scripted server it asks, for the tests of one file. */
export async function scripted<Provider extends AiProvider>(providerAt: (url: string) => Provider) {
  const server = await ScriptedServer.start();
  const provider = providerAt(server.url);
  afterEach(() => server.clear());
  afterAll(() => server.close());
  const reading = (answer: ScriptedAnswer) => {
    server.will(answer);
    return provider.text(plainRequest, callWith());
  };
  return { server, provider, reading };
}

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

export const openaiAt = (url: string) =>
  new OpenAiProvider(loadSettings({ ENVIRONMENT: 'test', OPENAI_BASE_URL: `${url}/v1` }));

export const mistralAt = (url: string) =>
  new MistralProvider(loadSettings({ ENVIRONMENT: 'test', MISTRAL_BASE_URL: url }));

export const anthropicAt = (url: string) =>
  new AnthropicProvider(loadSettings({ ENVIRONMENT: 'test', ANTHROPIC_BASE_URL: url }));

export const googleAt = (url: string) =>
  new GoogleProvider(loadSettings({ ENVIRONMENT: 'test', GOOGLE_BASE_URL: url }));

const NO_COMPLETIONS = [
  completion(undefined),
  completion({ content: null }),
  completion({ content: 'x' }, null),
];
const THOUGHT = { type: 'thinking', thinking: 'Hm.', signature: 's' };

export const dialects: readonly Dialect[] = [
  {
    name: 'OpenAI',
    provider: openaiAt,
    error: (message) => ({ error: { message, type: 'some_error', param: null, code: null } }),
    stream: openAiStreams('Hel', 'lo'),
    piecesWithText: 2,
    empty: NO_COMPLETIONS,
  },
  {
    name: 'Mistral',
    provider: mistralAt,
    error: (message) => ({ object: 'error', message, type: 'some_error', param: null, code: '1' }),
    stream: mistralStreams('Hel', 'lo'),
    piecesWithText: 2,
    empty: NO_COMPLETIONS,
  },
  {
    name: 'Anthropic',
    provider: anthropicAt,
    error: (message) => ({ type: 'error', error: { type: 'some_error', message } }),
    stream: anthropicStreams('Hel', 'lo'),
    piecesWithText: 4,
    empty: [message([]), message([text('')]), message([THOUGHT]), message([text('x')], null)],
  },
  {
    name: 'Google',
    provider: googleAt,
    error: (message) => ({ error: { code: 400, message, status: 'SOME_STATUS' } }),
    stream: googleStreams('Hel', 'lo'),
    piecesWithText: 2,
    empty: [
      { body: candidate([], 'STOP') },
      { body: candidate([{ text: 'x' }]) },
      { body: candidate([{ text: 'x' }], 'MALFORMED_FUNCTION_CALL') },
      { body: 'null' },
    ],
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
