import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Medium } from '../../medium.js';
import { piecesOf } from '../../social/pieces.js';
import { bearer, jsonBody, type SocialCall, type SocialHttp } from '../../social/social-http.js';
import type { SocialMedia } from '../../social/social-media.js';
import { SocialRefused, SocialUnavailable } from '../../social/social.errors.js';

const COMPANY = 'LinkedIn';
const LARGEST_IMAGE = 10 * 1024 * 1024;
const LARGEST_VIDEO = 500 * 1024 * 1024;
const LARGEST_PIECE = 16 * 1024 * 1024;
const VIDEO_WITHIN_MS = 240_000;
const FIRST_LOOK_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

const Image = z.object({ value: z.object({ uploadUrl: z.url(), image: z.string() }) });
const Video = z.object({
  value: z.object({
    video: z.string(),
    uploadToken: z.string().default(''),
    uploadInstructions: z
      .array(z.object({ uploadUrl: z.url(), firstByte: z.number(), lastByte: z.number() }))
      .min(1),
  }),
});
const State = z.object({ status: z.string(), processingFailureReason: z.string().nullish() });

interface Uploading {
  readonly token: string;
  /** Whose it will be: a member or a page. */
  readonly owner: string;
  readonly signal: AbortSignal;
}

/** Pictures and videos for posts on LinkedIn (Images API, Videos API). Nothing is seen of them before a post holds them. */
export class LinkedInMedia {
  constructor(
    private readonly http: SocialHttp,
    private readonly media: SocialMedia,
    private readonly url: string,
    private readonly headers: (token: string) => Record<string, string>,
  ) {}

  /** Answers the URN that a post names it by. */
  upload({ url, kind }: Medium, uploading: Uploading): Promise<string> {
    return kind === 'video' ? this.video(url, uploading) : this.image(url, uploading);
  }

  private async image(url: string, { token, owner, signal }: Uploading): Promise<string> {
    const { bytes } = await this.media.whole(url, LARGEST_IMAGE, signal);
    const wanted = { initializeUploadRequest: { owner } };
    const begun = this.call(token, '/rest/images?action=initializeUpload', wanted);
    const { value } = await this.http.read({ ...begun, signal }, Image);
    await this.put(value.uploadUrl, bytes, { token, signal });
    return value.image;
  }

  /** Piece by piece as it arrives, as long as LinkedIn wants them; then LinkedIn works on it for a while. */
  private async video(url: string, { token, owner, signal }: Uploading): Promise<string> {
    const file = await this.media.arriving(url, LARGEST_VIDEO, signal, VIDEO_WITHIN_MS);
    try {
      const about = { fileSizeBytes: file.length, uploadCaptions: false, uploadThumbnail: false };
      const wanted = { initializeUploadRequest: { owner, ...about } };
      const begun = this.call(token, '/rest/videos?action=initializeUpload', wanted);
      const { value } = await this.http.read({ ...begun, signal }, Video);
      const instructions = value.uploadInstructions;
      const lengths = instructions.map(({ firstByte, lastByte }) => lastByte - firstByte + 1);
      if (lengths.some((length) => length < 1 || length > LARGEST_PIECE))
        throw new SocialUnavailable(COMPANY);
      const uploadedPartIds: string[] = [];
      for await (const bytes of piecesOf(file.body, lengths)) {
        const { uploadUrl } = instructions[uploadedPartIds.length]!;
        uploadedPartIds.push(await this.put(uploadUrl, bytes, { token, signal }));
      }
      const { video, uploadToken } = value;
      const finalizeUploadRequest = { video, uploadToken, uploadedPartIds };
      const ended = this.call(token, '/rest/videos?action=finalizeUpload', { finalizeUploadRequest });
      await this.http.ask({ ...ended, signal });
      await this.ready(video, { token, signal });
      return video;
    } finally {
      file.body.destroy();
    }
  }

  /** Until a post may hold the video, or LinkedIn says that none may; `signal` ends it. */
  private async ready(video: string, { token, signal }: Omit<Uploading, 'owner'>): Promise<void> {
    const url = `${this.url}/rest/videos/${encodeURIComponent(video)}`;
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const asked = { company: COMPANY, token, url, headers: this.headers(token), signal };
      const { status, processingFailureReason: why } = await this.http.read(asked, State);
      if (status === 'AVAILABLE') return;
      if (status === 'PROCESSING_FAILED')
        throw new SocialRefused(COMPANY, why ?? 'the video could not be worked on');
      await sleep(pause, undefined, { signal });
    }
  }

  /** Answers how LinkedIn names the piece (`ETag`). */
  private async put(
    url: string,
    bytes: Buffer,
    { token, signal }: { readonly token: string; readonly signal: AbortSignal },
  ): Promise<string> {
    const headers = { ...bearer(token), 'content-type': 'application/octet-stream' };
    const asked = { company: COMPANY, token, method: 'PUT', url, headers, body: bytes, signal } as const;
    const { headers: answered } = await this.http.ask(asked);
    return (answered['etag'] ?? '').replace(/^"(.*)"$/, '$1');
  }

  private call(token: string, path: string, body: unknown): SocialCall {
    const sent = jsonBody(body, this.headers(token));
    return { company: COMPANY, token, method: 'POST', url: this.url + path, ...sent };
  }
}
