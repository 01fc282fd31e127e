import { type MailMessage, MailUnreachable } from '../../mail-channel.js';
import { described } from '../http/http-verdict.js';
import { type ApiAnswer, type ApiRequest, MailApi, textAt } from '../http/mail-api.js';
import { composeMime, SET_BY_SES } from '../smtp/mime.js';
import { type AwsKey, signedHeaders } from './sigv4.js';

/** Answers about the account that come with the status of a bad request. */
const ABOUT_US =
  /^(?:AccountSuspended|SendingPaused|LimitExceeded|MailFromDomainNotVerified|Throttling|TooManyRequests)/;
const THROTTLED = /^(?:Throttling|TooManyRequests|LimitExceeded)/;
/** SES sends no Retry-After; it asks for waits of up to ten minutes when the quota of the day is used up. */
const THROTTLED_SECONDS = 2;
const QUOTA_SECONDS = 600;

export interface SesAccount {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly configurationSet?: string | undefined;
}

/** Amazon SES, version 2 of its API: the mail is handed over as it is to travel, so that our DKIM signature stays. */
export class SesApi extends MailApi {
  readonly kind = 'ses';
  private readonly key: AwsKey;

  constructor(
    private readonly account: SesAccount,
    readonly baseUrl: string = `https://email.${account.region}.amazonaws.com`,
  ) {
    super();
    this.key = { ...account, service: 'ses' };
  }

  async sending(message: MailMessage): Promise<ApiRequest> {
    const path = '/v2/email/outbound-emails';
    const { configurationSet } = this.account;
    const { bytes } = await composeMime(message, SET_BY_SES);
    const body = JSON.stringify({
      FromEmailAddress: message.from.address,
      Destination: { ToAddresses: [message.to] },
      Content: { Raw: { Data: bytes.toString('base64') } },
      EmailTags: [{ Name: 'message_id', Value: message.id }],
      ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
    });
    return { path, body, headers: this.signed('POST', path, body) };
  }

  probing() {
    const path = '/v2/email/account';
    return { path, headers: this.signed('GET', path, '') };
  }

  acceptedAs({ json: said }: ApiAnswer): string | undefined {
    return textAt(said, 'MessageId');
  }

  override readingOf(answer: ApiAnswer) {
    const type = answer.headers['x-amzn-errortype'] ?? textAt(answer.json, '__type') ?? '';
    if (answer.status < 400 || answer.status >= 500 || !ABOUT_US.test(type)) return undefined;
    const failure = new MailUnreachable(`${type} ${described(answer)}`);
    if (!THROTTLED.test(type)) return failure;
    return failure.after(/daily/i.test(answer.text) ? QUOTA_SECONDS : THROTTLED_SECONDS);
  }

  private signed(method: 'GET' | 'POST', path: string, body: string): Record<string, string> {
    const headers = method === 'POST' ? { 'content-type': 'application/json' } : {};
    return signedHeaders(this.key, { method, url: new URL(this.baseUrl + path), headers, body }, new Date());
  }
}
