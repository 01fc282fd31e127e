import { eventStream, ScriptedServer } from '../../../support/scripted-server.js';
import { candidate } from '../wire/google.js';
import { callWith, eventsOf, failureOf, googleAt, plainRequest } from './dialects.js';

const TOO_MANY_TOKENS =
  'The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).';
const EXHAUSTED = {
  status: 'RESOURCE_EXHAUSTED',
  message: 'You exceeded your current quota, please check your plan and billing details.',
};
const BAD_KEY = {
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason: 'API_KEY_INVALID',
  domain: 'googleapis.com',
};
const quotaOf = (quotaId: string) => ({
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [{ quotaMetric: 'generate_content_free_tier_requests', quotaId, quotaValue: '20' }],
});
const retryIn = (retryDelay: string) => ({
  '@type': 'type.googleapis.com/google.rpc.RetryInfo',
  retryDelay,
});

describe('what Google says in its error', () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await ScriptedServer.start();
  });
  afterAll(() => server.close());

  it.each([
    [400, { status: 'INVALID_ARGUMENT', message: 'API key not valid.', details: [BAD_KEY] }, 'key-refused'],
    [400, { status: 'INVALID_ARGUMENT', message: TOO_MANY_TOKENS }, 'too-long'],
    [400, { status: 'INVALID_ARGUMENT', message: 'Unknown name "x".' }, 'rejected'],
    [400, { status: 'FAILED_PRECONDITION', message: 'Please enable billing.' }, 'quota'],
    [403, { status: 'PERMISSION_DENIED', message: 'No.' }, 'scope-missing'],
    [404, { status: 'NOT_FOUND', message: 'models/x is not found.' }, 'model-missing'],
    [429, { ...EXHAUSTED, details: [quotaOf('RequestsPerMinute'), retryIn('3.5s')] }, 'limited'],
    [429, { ...EXHAUSTED, details: [quotaOf('RequestsPerDay-Free'), retryIn('40s')] }, 'quota'],
    [429, { ...EXHAUSTED, message: 'Your prepayment credits are depleted.' }, 'quota'],
    [429, { ...EXHAUSTED, details: [retryIn('soon')] }, 'limited'],
    [503, { status: 'UNAVAILABLE', message: 'The model is overloaded.' }, 'unavailable'],
  ])('%i %j is %s', async (code, error, kind) => {
    const body = { error: { code, ...error } };
    server.will({ status: code, body }, { status: code, body: [body] });
    const told = { kind, detail: `${code} ${error.message}` };
    const google = googleAt(server.url);
    expect(await failureOf(google.text(plainRequest, callWith()))).toMatchObject(told);
    expect(await failureOf(eventsOf(google.stream(plainRequest, callWith())))).toMatchObject(told);
  });

  it('tells how long to wait in its body', async () => {
    const waitAfter = async (delay: string) => {
      const error = { ...EXHAUSTED, details: [retryIn(delay)] };
      server.will({ status: 429, headers: { 'retry-after': '9' }, body: { error } });
      return (await failureOf(googleAt(server.url).text(plainRequest, callWith()))).retryAfterMs;
    };
    expect(await waitAfter('3.5s')).toBe(3_500);
    expect(await waitAfter('soon')).toBe(9_000);
  });

  it('is understood in the middle of a stream', async () => {
    const fail = async (code: number, details: object[] = []) => {
      const error = { code, message: 'So it is.', status: 'RESOURCE_EXHAUSTED', details };
      server.will(eventStream(candidate([{ text: 'Hel' }]), { error }));
      return failureOf(eventsOf(googleAt(server.url).stream(plainRequest, callWith())));
    };
    expect(await fail(503)).toMatchObject({ kind: 'unavailable', detail: '503 So it is.' });
    expect(await fail(429, [retryIn('2s')])).toMatchObject({ kind: 'limited', retryAfterMs: 2_000 });
  });
});
