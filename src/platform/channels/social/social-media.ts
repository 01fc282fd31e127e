import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { WebClient } from '#platform/web/web-client';
import { SocialRefused } from './social.errors.js';

const WITHIN_MS = 60_000;

/** Pictures and videos at addresses that users have named, for networks that do not fetch them themselves. */
@Injectable()
export class SocialMedia {
  constructor(private readonly web: WebClient) {}

  /** The whole file, which is small. */
  async whole(
    url: string,
    longest: number,
    signal: AbortSignal,
  ): Promise<{ readonly bytes: Buffer; readonly type: string }> {
    const answer = await this.web
      .send({ url, longest, signal, deadline: WITHIN_MS })
      .catch((error: unknown) => this.refuse(url, error));
    if (!answer.ok) return this.refuse(url);
    return { bytes: answer.bytes, type: answer.mediaType };
  }

  /** A file as it arrives. Its length has to be told. */
  async arriving(
    url: string,
    longest: number,
    signal: AbortSignal,
    within: number,
  ): Promise<{ readonly body: Readable; readonly length: number; readonly type: string }> {
    const answer = await this.web
      .open({ url, longest, signal, deadline: within })
      .catch((error: unknown) => this.refuse(url, error));
    const length = Number(answer.headers['content-length'] ?? Number.NaN);
    if (answer.status !== 200 || !Number.isInteger(length) || length < 1 || length > longest) {
      await answer.body.cancel();
      return this.refuse(url);
    }
    const type = (answer.headers['content-type'] ?? '').split(';', 1)[0]!.trim();
    return { body: Readable.from(answer.body), length, type };
  }

  /** What is no failure of the web is passed on: the reason of the caller's signal. */
  private refuse(url: string, error?: unknown): never {
    if (error instanceof Error && !(error instanceof AppError)) throw error;
    const reason = error instanceof Error ? error.message : 'it does not give the file, or not its length';
    throw new SocialRefused('The server of the picture or video', `${reason} (${url.slice(0, 200)})`);
  }
}
