import type { VideoRequest, VideoState } from '#platform/media/media-request';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { errorOf, type Maker, Studio } from './studio.js';

export const CANARY = 'AIzaPlatformCanary0123456789abcdefghij';
export const NAME = 'models/veo-3.1-generate-preview/operations/abc123';

export const clip = (userId: string, more: Partial<VideoRequest> = {}): VideoRequest => ({
  userId,
  feature: 'ai-video.clip',
  prompt: 'A red shoe walks',
  aspect: '9:16',
  durationS: 8,
  ...more,
});

export const finished = (uri: string): ScriptedAnswer => ({
  body: {
    name: NAME,
    done: true,
    response: { generateVideoResponse: { generatedSamples: [{ video: { uri } }] } },
  },
});
export const file = (host = 'https://generativelanguage.googleapis.com') =>
  finished(`${host}/v1beta/files/clip-1:download?alt=media`);
export const mp4 = (...pieces: string[]): ScriptedAnswer => ({
  headers: { 'content-type': 'video/mp4' },
  pieces,
});

/** A studio in which videos are made at Google. */
export class Film {
  private constructor(readonly studio: Studio) {}

  static async start(): Promise<Film> {
    const settings = { GOOGLE_API_KEY: CANARY, AI_RATE_LIMIT_GOOGLE: '0', AI_DAILY_BUDGET_CENTS: '1000' };
    return new Film(await Studio.start(settings));
  }

  /** The operation of a video that runs. */
  async started(maker: Maker): Promise<string> {
    this.studio.google.will({ body: { name: NAME } });
    return (await this.studio.media.startVideo(clip(maker.id))).operation;
  }

  async stateAfter(...answers: ScriptedAnswer[]): Promise<VideoState> {
    const maker = await this.studio.maker('google');
    const operation = await this.started(maker);
    this.studio.google.will(...answers);
    return this.studio.media.videoState({ userId: maker.id, operation });
  }

  async failureAfter(...answers: ScriptedAnswer[]) {
    return errorOf(this.stateAfter(...answers));
  }
}
