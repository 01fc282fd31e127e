import { eventStream, ScriptedServer } from '../../../support/scripted-server.js';
import { callWith, chunk, eventsOf, failureOf, mistralAt, openaiAt, plainRequest } from './dialects.js';

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
