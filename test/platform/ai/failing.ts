import type { AiProviderId } from '#platform/ai/ai-request';
import { eventStream, type ScriptedAnswer } from '../../support/scripted-server.js';
import * as anthropic from './wire/anthropic.js';
import * as chat from './wire/chat-completions.js';
import * as google from './wire/google.js';

/** How long a provider that is asked too often wants to be left alone: longer than any deadline. */
export const WAIT_SECONDS = 900;
const WAIT = { 'retry-after': `${WAIT_SECONDS}` };
const FILTERED = 'scripted: Output blocked by content filtering policy';
const TOO_LONG = 'scripted: prompt is too long: 208310 tokens > 200000 maximum';

type Connection = 'hangs' | 'resets the connection' | 'is cut off' | 'sends what nobody can read';
type Ending = 'says nothing' | 'has no room' | 'declines' | 'filters the content' | 'is overloaded';
/** What can go wrong. All but the first four depend on the company's own words. */
export type Failure =
  | Connection
  | Ending
  | 'is asked too often'
  | 'breaks'
  | 'has nothing left to spend'
  | 'does not know the key'
  | 'does not allow it to the key'
  | 'does not have its default model'
  | 'does not take the request'
  | 'reads less than this';
/** What can end a stream that has begun. */
export type LaterFailure = Connection | Exclude<Ending, 'says nothing' | 'has no room'>;

/** How one company's API says each of them. */
export interface WireFormat {
  readonly id: AiProviderId;
  readonly company: string;
  says(text: string): ScriptedAnswer;
  streams(...texts: string[]): ReturnType<typeof eventStream>;
  /** In place of a whole answer. An error by its status is the same in place of a stream. */
  readonly fails: Record<Exclude<Failure, Connection>, ScriptedAnswer>;
  /** The last events of a stream. */
  readonly ends: Record<Ending, readonly string[]>;
}

const piecesOf = (...events: readonly unknown[]): string[] => eventStream(...events).pieces;

const openAiRefusal = { content: null, refusal: 'scripted refusal' };
const openAiUsage = [chat.chunk(undefined, null, chat.USAGE), '[DONE]'];
export const openAi: WireFormat = {
  id: 'openai',
  company: 'OpenAI',
  says: chat.openAiSays,
  streams: chat.openAiStreams,
  fails: {
    'is asked too often': chat.openAiError(429, 'rate_limit_exceeded', WAIT),
    'has nothing left to spend': chat.openAiError(429, 'insufficient_quota'),
    breaks: chat.openAiError(500, 'server_error'),
    'is overloaded': chat.openAiError(503, 'server_error'),
    'says nothing': chat.completion(undefined),
    'has no room': chat.completion({ content: '' }, 'length'),
    'does not know the key': chat.openAiError(401, 'invalid_api_key'),
    'does not allow it to the key': chat.openAiError(403, 'insufficient_permissions'),
    'does not have its default model': chat.openAiError(404, 'model_not_found'),
    'does not take the request': chat.openAiError(400, 'invalid_value'),
    'reads less than this': chat.openAiError(400, 'context_length_exceeded'),
    declines: chat.completion(openAiRefusal),
    'filters the content': chat.openAiError(400, 'invalid_prompt'),
  },
  ends: {
    'is overloaded': piecesOf(chat.openAiError(503, 'server_error').body),
    'says nothing': piecesOf(...openAiUsage),
    'has no room': piecesOf(chat.chunk({}, 'length'), ...openAiUsage),
    declines: piecesOf(chat.chunk(openAiRefusal, 'stop'), ...openAiUsage),
    'filters the content': piecesOf(chat.chunk({}, 'content_filter'), ...openAiUsage),
  },
};

export const claude: WireFormat = {
  id: 'anthropic',
  company: 'Anthropic',
  says: anthropic.anthropicSays,
  streams: anthropic.anthropicStreams,
  fails: {
    'is asked too often': anthropic.anthropicError(429, 'rate_limit_error', { headers: WAIT }),
    'has nothing left to spend': anthropic.anthropicError(402, 'billing_error'),
    breaks: anthropic.anthropicError(500, 'api_error'),
    'is overloaded': anthropic.anthropicError(529, 'overloaded_error'),
    'says nothing': anthropic.message([]),
    'has no room': anthropic.message([], 'max_tokens'),
    'does not know the key': anthropic.anthropicError(401, 'authentication_error'),
    'does not allow it to the key': anthropic.anthropicError(403, 'permission_error'),
    'does not have its default model': anthropic.anthropicError(404, 'not_found_error'),
    'does not take the request': anthropic.anthropicError(400, 'invalid_request_error'),
    'reads less than this': anthropic.anthropicError(400, 'invalid_request_error', { says: TOO_LONG }),
    declines: anthropic.message([], 'refusal', { stop_details: anthropic.REFUSAL }),
    'filters the content': anthropic.anthropicError(400, 'invalid_request_error', { says: FILTERED }),
  },
  ends: {
    'is overloaded': anthropic.namedEvents(anthropic.errorEvent('overloaded_error')).pieces,
    'says nothing': anthropic.namedEvents(...anthropic.messageEnd('end_turn')).pieces,
    'has no room': anthropic.namedEvents(...anthropic.messageEnd('max_tokens')).pieces,
    declines: anthropic.namedEvents(...anthropic.messageEnd('refusal', anthropic.REFUSAL)).pieces,
    'filters the content': anthropic.namedEvents(anthropic.errorEvent('invalid_request_error', FILTERED))
      .pieces,
  },
};

const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${WAIT_SECONDS}s` };
const overloaded = google.googleError(503, 'UNAVAILABLE');
const blocked = {
  promptFeedback: { blockReason: 'PROHIBITED_CONTENT', blockReasonMessage: 'scripted block' },
};
const gemini: WireFormat = {
  id: 'google',
  company: 'Google',
  says: google.googleSays,
  streams: google.googleStreams,
  fails: {
    'is asked too often': google.googleError(429, 'RESOURCE_EXHAUSTED', { details: [retryInfo] }),
    'has nothing left to spend': google.googleError(429, 'RESOURCE_EXHAUSTED', {
      message: 'scripted: Your prepayment credits are depleted.',
    }),
    breaks: google.googleError(500, 'INTERNAL'),
    'is overloaded': overloaded,
    'says nothing': { body: { candidates: [], ...google.COUNTS } },
    'has no room': { body: google.candidate([], 'MAX_TOKENS', google.COUNTS) },
    'does not know the key': google.googleError(400, 'INVALID_ARGUMENT', {
      details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
    }),
    'does not allow it to the key': google.googleError(403, 'PERMISSION_DENIED'),
    'does not have its default model': google.googleError(404, 'NOT_FOUND'),
    'does not take the request': google.googleError(400, 'INVALID_ARGUMENT'),
    'reads less than this': google.googleError(400, 'INVALID_ARGUMENT', {
      message:
        'scripted: The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).',
    }),
    declines: { body: google.candidate([], 'SAFETY', google.COUNTS) },
    'filters the content': { body: blocked },
  },
  ends: {
    'is overloaded': piecesOf(overloaded.body),
    'says nothing': piecesOf({ candidates: [], ...google.COUNTS }),
    'has no room': piecesOf(google.candidate([], 'MAX_TOKENS', google.COUNTS)),
    declines: piecesOf(google.candidate([], 'SAFETY', google.COUNTS)),
    'filters the content': piecesOf(blocked),
  },
};

/** Mistral has no word of its own for a refusal; a filter in front of it ends an answer or refuses the request. */
const filtered = piecesOf(chat.chunk({ content: '' }, 'content_filter', chat.USAGE), '[DONE]');
const mistral: WireFormat = {
  id: 'mistral',
  company: 'Mistral',
  says: chat.openAiSays,
  streams: chat.mistralStreams,
  fails: {
    'is asked too often': chat.mistralError(429, '1300', WAIT),
    'has nothing left to spend': chat.mistralError(402, '1100'),
    breaks: chat.mistralError(500, '3000'),
    'is overloaded': chat.mistralError(503, '3505'),
    'says nothing': chat.completion(undefined),
    'has no room': chat.completion({ content: '' }, 'length'),
    'does not know the key': { status: 401, body: { detail: 'scripted: Unauthorized' } },
    'does not allow it to the key': { status: 403, body: { detail: 'scripted: Forbidden' } },
    'does not have its default model': chat.mistralError(400, '1500'),
    'does not take the request': { status: 422, body: { detail: [{ msg: 'scripted: Field required' }] } },
    'reads less than this': chat.mistralError(400, '3051'),
    declines: chat.completion({ content: '' }, 'content_filter'),
    'filters the content': chat.openAiError(400, 'content_filter'),
  },
  ends: {
    'is overloaded': piecesOf(chat.mistralError(503, '3505').body),
    'says nothing': piecesOf(chat.chunk(undefined, null, chat.USAGE), '[DONE]'),
    'has no room': piecesOf(chat.chunk({ content: '' }, 'length', chat.USAGE), '[DONE]'),
    declines: filtered,
    'filters the content': filtered,
  },
};

export const WIRE_FORMATS = [openAi, claude, gemini, mistral];

export const FIRST_WORD = 'Spring ';

/** How the failure looks where a whole answer was asked for. */
export function wholly({ fails, says }: WireFormat, failure: Failure): ScriptedAnswer {
  const half = JSON.stringify(says(FIRST_WORD).body).slice(0, -20);
  const scripts: Record<Failure, ScriptedAnswer> = {
    ...fails,
    hangs: { ending: 'hang' },
    'resets the connection': { ending: 'reset' },
    'is cut off': { body: half, ending: 'reset' },
    'sends what nobody can read': { body: half },
  };
  return scripts[failure];
}

/** How it looks where a stream was asked for, before its first word. */
export function beforeFirstWord(format: WireFormat, failure: Failure): ScriptedAnswer {
  const script = wholly(format, failure);
  return script.status === undefined ? brokenStream(format, failure, false) : script;
}

/** How it looks after the first word. */
export const afterFirstWord = (format: WireFormat, failure: LaterFailure): ScriptedAnswer =>
  brokenStream(format, failure, true);

function brokenStream({ streams, ends }: WireFormat, failure: Failure, isBegun: boolean): ScriptedAnswer {
  const { pieces, headers = {} } = streams(FIRST_WORD, 'is here.');
  const at = pieces.findIndex((piece) => piece.includes(FIRST_WORD)) + (isBegun ? 1 : 0);
  const half = (pieces[at] ?? '').slice(0, -20);
  const next: Partial<Record<Failure, readonly string[]>> = {
    'is cut off': [half],
    'sends what nobody can read': [`${half}\n\n`, ...pieces.slice(at + 1)],
    ...ends,
  };
  const endings: Partial<Record<Failure, ScriptedAnswer['ending']>> = {
    hangs: 'hang',
    'resets the connection': 'reset',
  };
  const sent = [...pieces.slice(0, at), ...(next[failure] ?? [])];
  return { headers, pieces: sent, ending: endings[failure] ?? 'end' };
}
