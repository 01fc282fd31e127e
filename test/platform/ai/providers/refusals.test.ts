import { eventStream, ScriptedServer } from '../../../support/scripted-server.js';
import { messageStart, namedEvents } from '../wire/anthropic.js';
import { chunk } from '../wire/chat-completions.js';
import { anthropicAt, callWith, eventsOf, failureOf, mistralAt, openaiAt, plainRequest } from './dialects.js';

const TOO_LONG = "This model's maximum context length is 8192 tokens, your messages have 9000.";

/** Refusals whose body tells more than their status. */
describe('what a provider says in its error', () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await ScriptedServer.start();
  });
  afterAll(() => server.close());

  it.each([
    [400, { code: 'context_length_exceeded', message: 'Too long.' }, 'too-long'],
    [400, { code: 400, message: TOO_LONG }, 'too-long'],
    [400, { code: 'invalid_value', message: 'max_tokens is too large' }, 'rejected'],
    [400, { code: 'content_filter', message: 'Filtered.' }, 'refused'],
    [429, { code: 'insufficient_quota', message: 'You exceeded your current quota.' }, 'quota'],
    [429, { type: 'insufficient_quota', message: 'You exceeded your current quota.' }, 'quota'],
    [429, { code: 'rate_limit_exceeded', type: 'tokens', message: 'Slow down.' }, 'limited'],
    [403, { code: 'model_not_found', message: 'No access to it.' }, 'model-missing'],
    [401, { code: 'invalid_api_key', message: 'Wrong.' }, 'key-refused'],
    [500, { type: 'server_error', message: 'Oops.' }, 'unavailable'],
  ])('OpenAI: %i %j is %s', async (status, error, kind) => {
    server.will({ status, body: { error } });
    const failure = await failureOf(openaiAt(server.url).text(plainRequest, callWith()));
    expect(failure).toMatchObject({ kind, detail: `${status} ${error.message}` });
  });

  it.each([
    [400, { type: 'invalid_model', code: '1500', message: 'Invalid model: x' }, 'model-missing'],
    [400, { code: '3051', message: 'Too long.' }, 'too-long'],
    [
      400,
      { message: 'Prompt has 40000 tokens, too large for model with 32768 maximum context length' },
      'too-long',
    ],
    [429, { code: '1300', message: 'Requests rate limit exceeded' }, 'limited'],
    [401, { detail: 'Unauthorized' }, 'key-refused'],
    [422, { detail: [{ loc: ['body', 'model'], msg: 'Field required', type: 'missing' }] }, 'rejected'],
    [422, { message: { detail: [{ msg: 'Field required' }] } }, 'rejected'],
    [429, { error: { message: 'Spent.', code: 'insufficient_quota' } }, 'quota'],
  ])('Mistral: %i %j is %s', async (status, body, kind) => {
    server.will({ status, body });
    const failure = await failureOf(mistralAt(server.url).text(plainRequest, callWith()));
    expect(failure).toMatchObject({ kind });
    expect(failure.detail).toMatch(new RegExp(`^${status} (?!{"(object|message|error)")`));
  });

  const invalid = 'invalid_request_error';
  it.each([
    [400, { type: invalid, message: 'prompt is too long: 208310 tokens > 200000 maximum' }, 'too-long'],
    [
      400,
      { type: invalid, message: 'input length and `max_tokens` exceed context limit: 9 + 9 > 10' },
      'too-long',
    ],
    [413, { type: 'request_too_large', message: 'Request exceeds the maximum size' }, 'too-long'],
    [400, { type: invalid, message: 'Your credit balance is too low to access the API.' }, 'quota'],
    [400, { type: invalid, message: 'You have reached your specified API usage limits.' }, 'quota'],
    [402, { type: 'billing_error', message: 'Pay first.' }, 'quota'],
    [429, { type: 'rate_limit_error', message: 'Slow down.' }, 'limited'],
    [
      429,
      {
        type: 'rate_limit_error',
        message: 'Spent.',
        details: { error_code: 'enforced_spend_limit_reached' },
      },
      'quota',
    ],
    [400, { type: invalid, message: 'max_tokens: 99 > 10' }, 'rejected'],
    [401, { type: 'authentication_error', message: 'invalid x-api-key' }, 'key-refused'],
    [404, { type: 'not_found_error', message: 'model: x' }, 'model-missing'],
    [529, { type: 'overloaded_error', message: 'Overloaded' }, 'unavailable'],
  ])('Anthropic: %i %j is %s', async (status, error, kind) => {
    server.will({ status, body: { type: 'error', error } });
    const failure = await failureOf(anthropicAt(server.url).text(plainRequest, callWith()));
    expect(failure).toMatchObject({ kind, detail: `${status} ${error.message}` });
  });

  it.each([
    ['overloaded_error', 'unavailable', '529 So it is.'],
    ['api_error', 'unavailable', '500 So it is.'],
    ['rate_limit_error', 'limited', '429 So it is.'],
    ['billing_error', 'quota', '402 So it is.'],
    ['invalid_request_error', 'rejected', '400 So it is.'],
    ['permission_error', 'scope-missing', '403 So it is.'],
    ['unheard_of', 'unavailable', 'So it is.'],
  ])('Anthropic: %s in the middle of a stream is %s', async (type, kind, detail) => {
    const error = { type: 'error', error: { type, message: 'So it is.' } };
    server.will(namedEvents(messageStart, error));
    const failure = failureOf(eventsOf(anthropicAt(server.url).stream(plainRequest, callWith())));
    expect(await failure).toMatchObject({ name: 'AiFailure', kind, detail });
  });

  it('is understood in the middle of a stream too', async () => {
    const fail = async (error: object) => {
      server.will(eventStream(chunk({ content: 'Hel' }), { error }));
      return failureOf(eventsOf(openaiAt(server.url).stream(plainRequest, callWith())));
    };
    expect(await fail({ code: 'rate_limit_exceeded', message: 'Slow down.' })).toMatchObject({
      kind: 'limited',
      detail: 'Slow down.',
    });
    expect(await fail({ type: 'server_error', message: 'Oops.' })).toMatchObject({ kind: 'unavailable' });
    expect(await fail({ code: 402, message: 'Spent.' })).toMatchObject({ kind: 'quota' });
  });
});
