import { signedHeaders } from './sigv4.js';

/** The example `get-vanilla-query-order-key-case` of the test suite that AWS has published for Signature Version 4. */
describe('a request to AWS', () => {
  const key = {
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
    service: 'service',
  };
  const at = new Date('2015-08-30T12:36:00Z');

  it('is signed as AWS does it', () => {
    const { authorization, ...headers } = signedHeaders(
      key,
      {
        method: 'GET',
        url: new URL('https://example.amazonaws.com/?Param2=value2&Param1=value1'),
        headers: {},
        body: '',
      },
      at,
    );
    expect(headers).toEqual({ 'x-amz-date': '20150830T123600Z' });
    expect(authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    );
  });

  it('is signed over its body', () => {
    const request = { method: 'POST' as const, url: new URL('https://example.amazonaws.com/'), headers: {} };
    const [one, other] = ['a', 'b'].map((body) => signedHeaders(key, { ...request, body }, at).authorization);
    expect(one).not.toBe(other);
  });
});
