import { decodeText } from './charset.js';
import { NotText } from './web.errors.js';

const TEXT =
  /^\s*(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml)\b|application\/(?:javascript|ecmascript)\b)/i;
const SAMPLE = 1_024;

/** What a server answered, whole. */
export class WebAnswer {
  constructor(
    /** The address that answered, after redirects. */
    readonly url: URL,
    readonly status: number,
    /** Names in lower case; of a header that came several times, the last. */
    readonly headers: Readonly<Record<string, string>>,
    readonly bytes: Buffer,
    /** Milliseconds it took, redirects included. */
    readonly ms: number,
  ) {}

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** The media type without its parameters, in lower case; empty when the server did not say. */
  get mediaType(): string {
    return (this.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  }

  /** The body as text; refused when it is not said to be, or nothing is said and it does not look it. */
  text(): string {
    const contentType = this.headers['content-type'] ?? '';
    if (contentType === '' ? this.bytes.subarray(0, SAMPLE).includes(0) : !TEXT.test(contentType))
      throw new NotText();
    return decodeText(this.bytes, contentType);
  }

  /** The body as JSON. */
  json(): unknown {
    try {
      return JSON.parse(decodeText(this.bytes, ''));
    } catch (error) {
      throw new NotText().because(error);
    }
  }
}
