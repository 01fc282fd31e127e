import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppError } from '#kernel/errors';
import { Media } from '#platform/media/media';
import { startApp, type TestApp } from '../../support/app.js';
import { type ScriptedAnswer, ScriptedServer } from '../../support/scripted-server.js';

export const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
export const JPEG = Buffer.from('ffd8ffe000104a46', 'hex');

export interface MediaUsage {
  provider: string;
  model: string;
  outcome: string;
  key_owner: string;
  cost_micros: number | null;
  feature: string;
}

export interface Maker {
  id: string;
  keys: Record<'openai' | 'google', string>;
}

/** The application with OpenAI's and Google's wire formats scripted behind it. */
export class Studio {
  private constructor(
    readonly app: TestApp,
    readonly openai: ScriptedServer,
    readonly google: ScriptedServer,
  ) {}

  static async start(settings: Record<string, string> = {}, roles = 'web'): Promise<Studio> {
    const [openai, google] = [await ScriptedServer.start(), await ScriptedServer.start()];
    const app = await startApp({
      roles,
      settings: {
        OPENAI_BASE_URL: `${openai.url}/v1`,
        GOOGLE_BASE_URL: google.url,
        AI_TIMEOUT_MS: '4000',
        AI_MEDIA_TIMEOUT_MS: '4000',
        ...settings,
      },
    });
    return new Studio(app, openai, google);
  }

  get media(): Media {
    return this.app.get(Media);
  }

  /** Somebody with keys of their own, so that breakers and limits of one test are nobody else's. */
  async maker(...providers: ('openai' | 'google')[]): Promise<Maker> {
    const { id, client } = await this.app.newUser();
    const unique = randomUUID().replaceAll('-', '');
    const keys = { openai: `sk-${unique}${unique}`, google: `AIza${unique}` };
    for (const provider of providers) {
      const kept = await client.put(`/api/user/secrets/${provider}`, { value: keys[provider] });
      if (kept.status !== 200) throw new Error(`The key was not kept: ${kept.text}`);
    }
    return { id, keys };
  }

  /** What was noted of somebody's calls, oldest first. */
  async usage(userId: string, rows: number): Promise<MediaUsage[]> {
    for (let tries = 0; ; tries++) {
      const found = await this.app.sql<MediaUsage>(
        `select provider, model, outcome, key_owner, cost_micros::int as cost_micros, feature
         from ai_usage where user_id = $1 order by at, id`,
        [userId],
      );
      if (found.length >= rows || tries > 100) return found;
      await sleep(50);
    }
  }

  clear(): void {
    this.openai.clear();
    this.google.clear();
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.openai.close();
    await this.google.close();
  }
}

/** What an attempt was refused with. */
export async function errorOf(attempt: Promise<unknown>): Promise<AppError> {
  return attempt.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error: unknown) => error as AppError,
  );
}

export function googleShows(image = PNG, more: Record<string, unknown> = {}): ScriptedAnswer {
  const content = {
    role: 'model',
    parts: [{ inlineData: { mimeType: 'image/png', data: image.toString('base64') } }],
  };
  const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 1_120, totalTokenCount: 1_130 };
  return { body: { candidates: [{ content, finishReason: 'STOP', index: 0, ...more }], usageMetadata } };
}

export function googleDeclines(finishReason: string): ScriptedAnswer {
  const usageMetadata = { promptTokenCount: 10, totalTokenCount: 10 };
  return { body: { candidates: [{ content: {}, finishReason, index: 0 }], usageMetadata } };
}

export function openaiShows(...images: readonly Buffer[]): ScriptedAnswer {
  const data = images.map((image) => ({ b64_json: image.toString('base64') }));
  const usage = { input_tokens: 100, output_tokens: 1_000, total_tokens: 1_100 };
  return { body: { created: 1, data, usage } };
}

export function googleError(
  status: number,
  message: string,
  more: Partial<ScriptedAnswer> = {},
): ScriptedAnswer {
  return { status, body: { error: { code: status, message, status: 'SOME_STATUS' } }, ...more };
}

export function openaiError(status: number, code: string): ScriptedAnswer {
  return { status, body: { error: { message: `scripted ${code}`, type: 'error', param: null, code } } };
}
