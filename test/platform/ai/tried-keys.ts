import type { AiProviderId } from '#platform/ai/ai-request';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { MODELS } from './gateway.js';
import * as anthropic from './wire/anthropic.js';
import * as chat from './wire/chat-completions.js';
import * as google from './wire/google.js';

const googleDetails = (...details: object[]): ScriptedAnswer =>
  google.googleError(429, 'RESOURCE_EXHAUSTED', { details });
const ofTheDay = { violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }] };
const ofTheMinute = { violations: [{ quotaId: 'GenerateRequestsPerMinutePerProjectPerModel' }] };

/** How one company's API takes a key that is tried. */
export interface Company {
  readonly id: AiProviderId;
  readonly lists: ScriptedAnswer;
  readonly says: ScriptedAnswer;
  /** The body and the place of its limit, as it was asked for one token. */
  readonly asks: readonly [path: RegExp, body: object];
  readonly invalid: ScriptedAnswer;
  /** The key may not do this at all. */
  readonly scope: readonly ScriptedAnswer[];
  readonly quota: readonly ScriptedAnswer[];
  readonly limited: readonly ScriptedAnswer[];
  readonly down: ScriptedAnswer;
  /** The key works, the model of the question does not, or takes no such question. */
  readonly fussy: readonly ScriptedAnswer[];
}

const chatModels = { body: { object: 'list', data: [{ id: 'a-model', object: 'model', created: 1 }] } };
const unscoped = 'You have insufficient permissions for this operation. Missing scopes: model.request.';

export const COMPANIES: readonly Company[] = [
  {
    id: 'openai',
    lists: chatModels,
    says: chat.completion({ content: '' }, 'length'),
    asks: [/chat\/completions/, { model: MODELS.openai, max_completion_tokens: 1 }],
    invalid: chat.openAiError(401, 'invalid_api_key'),
    scope: [
      chat.openAiError(403, 'forbidden'),
      { status: 401, body: { error: { message: unscoped, type: 'invalid_request_error', code: null } } },
    ],
    quota: [
      chat.openAiError(429, 'insufficient_quota'),
      chat.openAiError(400, 'billing_hard_limit_reached'),
      chat.openAiError(429, 'billing_not_active'),
    ],
    limited: [chat.openAiError(429, 'rate_limit_exceeded')],
    down: chat.openAiError(500, 'server_error'),
    fussy: [
      chat.openAiError(404, 'model_not_found'),
      chat.openAiError(403, 'model_not_found'),
      chat.openAiError(400, 'max_tokens_reached'),
    ],
  },
  {
    id: 'anthropic',
    lists: { body: { data: [{ id: 'a-model', type: 'model' }], has_more: false } },
    says: anthropic.message([], 'max_tokens'),
    asks: [/v1\/messages/, { model: MODELS.anthropic, max_tokens: 1 }],
    invalid: anthropic.anthropicError(401, 'authentication_error'),
    scope: [anthropic.anthropicError(403, 'permission_error')],
    quota: [
      anthropic.anthropicError(400, 'invalid_request_error', {
        says: 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.',
      }),
      anthropic.anthropicError(402, 'billing_error'),
    ],
    limited: [anthropic.anthropicError(429, 'rate_limit_error')],
    down: anthropic.anthropicError(529, 'overloaded_error'),
    fussy: [
      anthropic.anthropicError(404, 'not_found_error'),
      anthropic.anthropicError(400, 'invalid_request_error'),
    ],
  },
  {
    id: 'google',
    lists: { body: { models: [{ name: 'models/a-model' }] } },
    says: { body: { candidates: [{ index: 0, finishReason: 'MAX_TOKENS' }], ...google.COUNTS } },
    asks: [new RegExp(`${MODELS.google}:generateContent`), { generationConfig: { maxOutputTokens: 1 } }],
    invalid: google.googleError(400, 'INVALID_ARGUMENT', { details: [{ reason: 'API_KEY_INVALID' }] }),
    scope: [google.googleError(403, 'PERMISSION_DENIED')],
    quota: [
      google.googleError(429, 'RESOURCE_EXHAUSTED', { message: 'Your prepayment credits are depleted.' }),
      googleDetails(ofTheDay),
      google.googleError(400, 'FAILED_PRECONDITION', { message: 'Enable billing on your project.' }),
    ],
    limited: [google.googleError(429, 'RESOURCE_EXHAUSTED'), googleDetails(ofTheMinute)],
    down: google.googleError(503, 'UNAVAILABLE'),
    fussy: [google.googleError(404, 'NOT_FOUND'), google.googleError(400, 'INVALID_ARGUMENT')],
  },
  {
    id: 'mistral',
    lists: { body: { object: 'list', data: [] } },
    says: chat.completion({ content: 'H' }, 'length'),
    asks: [/chat\/completions/, { model: MODELS.mistral, max_tokens: 1 }],
    invalid: { status: 401, body: { detail: 'scripted: Unauthorized' } },
    scope: [{ status: 403, body: { message: 'scripted: Forbidden' } }],
    quota: [chat.mistralError(402, '1100'), chat.mistralError(429, 'insufficient_quota')],
    limited: [
      chat.mistralError(429, '1300'),
      { status: 429, body: { message: 'Requests rate limit exceeded' } },
    ],
    down: chat.mistralError(503, '3505'),
    fussy: [chat.mistralError(400, 'invalid_model'), chat.mistralError(422, '2210')],
  },
];
