import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Medium } from '../../medium.js';
import { piecesOf } from '../../social/pieces.js';
import { bearer, jsonBody, type SocialCall, type SocialHttp } from '../../social/social-http.js';
import type { SocialMedia } from '../../social/social-media.js';
import { SocialRefused } from '../../social/social.errors.js';

const COMPANY = 'X';
const LARGEST_IMAGE = 5 * 1024 * 1024;
const LARGEST_VIDEO = 512 * 1024 * 1024;
/** X takes 5 MB at most. */
const PIECE = 4 * 1024 * 1024;
const VIDEO_WITHIN_MS = 240_000;
const USUAL_PAUSE_S = 1;
const LONGEST_PAUSE_S = 30;

const Processing = z.object({
  state: z.string(),
  check_after_secs: z.number().nullish(),
  error: z.object({ message: z.string().nullish() }).nullish(),
});
const Uploaded = z.object({
  data: z.object({ id: z.string().min(1), processing_info: Processing.nullish() }),
});
type Upload = z.infer<typeof Uploaded>['data'];

interface Uploading {
  readonly token: string;
  readonly signal: AbortSignal;
}

/** Pictures and videos for posts on X. Nothing is seen of them before a post holds them. */
export class XMedia {
  constructor(
    private readonly http: SocialHttp,
    private readonly media: SocialMedia,
    private readonly url: string,
  ) {}

  /** Answers the id that a post names it by. */
  upload({ url, kind }: Medium, uploading: Uploading): Promise<string> {
    return kind === 'video' ? this.video(url, uploading) : this.image(url, uploading);
  }

  private async image(url: string, { token, signal }: Uploading): Promise<string> {
    const { bytes, type } = await this.media.whole(url, LARGEST_IMAGE, signal);
    const file = { bytes, type: /^image\/[a-z0-9.+-]+$/.test(type) ? type : 'application/octet-stream' };
    const sent = multipart({ media_category: 'tweet_image' }, file, token);
    return (await this.asked({ ...this.call(token, '', signal), ...sent })).id;
  }

  /** Piece by piece as it arrives, so that one is held at a time; then X works on it for a while. */
  private async video(url: string, { token, signal }: Uploading): Promise<string> {
    const file = await this.media.arriving(url, LARGEST_VIDEO, signal, VIDEO_WITHIN_MS);
    try {
      const media_type = /^video\/[a-z0-9.+-]+$/.test(file.type) ? file.type : 'video/mp4';
      const wanted = { media_type, media_category: 'tweet_video', total_bytes: file.length };
      const begun = this.call(token, '/initialize', signal);
      const { id } = await this.asked({ ...begun, ...jsonBody(wanted, bearer(token)) });
      const path = `/${encodeURIComponent(id)}`;
      const lengths = Array.from({ length: Math.ceil(file.length / PIECE) }, () => PIECE);
      let index = 0;
      for await (const bytes of piecesOf(file.body, lengths)) {
        const piece = { bytes, type: 'application/octet-stream' };
        const sent = multipart({ segment_index: String(index++) }, piece, token);
        await this.http.ask({ ...this.call(token, `${path}/append`, signal), ...sent });
      }
      const ended = this.call(token, `${path}/finalize`, signal);
      return await this.ready(await this.asked({ ...ended, headers: bearer(token) }), { token, signal });
    } finally {
      file.body.destroy();
    }
  }

  /** Until X has worked on it, or says that it cannot; `signal` ends it. */
  private async ready(upload: Upload, { token, signal }: Uploading): Promise<string> {
    for (let { id, processing_info: processing } = upload; ;) {
      if (!processing || processing.state === 'succeeded') return id;
      if (processing.state === 'failed')
        throw new SocialRefused(COMPANY, processing.error?.message ?? 'the video could not be worked on');
      const pause = Math.min(processing.check_after_secs ?? USUAL_PAUSE_S, LONGEST_PAUSE_S);
      await sleep(pause * 1_000, undefined, { signal });
      const url = `${this.url}/2/media/upload?command=STATUS&media_id=${encodeURIComponent(id)}`;
      const asked = { company: COMPANY, token, url, headers: bearer(token), signal };
      ({ id, processing_info: processing } = (await this.http.read(asked, Uploaded)).data);
    }
  }

  private async asked(call: SocialCall): Promise<Upload> {
    return (await this.http.read(call, Uploaded)).data;
  }

  private call(token: string, path: string, signal: AbortSignal) {
    const url = `${this.url}/2/media/upload${path}`;
    return { company: COMPANY, token, method: 'POST', url, signal } as const;
  }
}

/** Headers and body of a form with a file. */
function multipart(
  fields: Readonly<Record<string, string>>,
  { bytes, type }: { readonly bytes: Buffer; readonly type: string },
  token: string,
) {
  const boundary = randomUUID();
  const head = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="media"; filename="media"\r\ncontent-type: ${type}\r\n\r\n`;
  return {
    headers: { ...bearer(token), 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.concat([Buffer.from(head.join('') + file), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
