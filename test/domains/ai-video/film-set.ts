import type { Answer, TestClient } from '../../support/client.js';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { until } from '../../support/until.js';
import { Studio } from '../../platform/media/studio.js';

export const VIDEO = '/ai-video';
export const STARTED = 'predictLongRunning';

export interface Filmer {
  readonly id: string;
  readonly client: TestClient;
}

/** What Gemini answers when it is asked for a plan of these seconds. */
export function geminiPlans(...seconds: readonly number[]): ScriptedAnswer {
  const scenes = seconds.map((duration, at) => ({
    visual: `Scene of bread ${at + 1}`,
    text_overlay: 'Fresh',
    duration,
    audio_cue: null,
    shot: 'Close-up',
    narration: 'So fresh',
  }));
  const text = JSON.stringify({ scenes, final_cta: 'Come by!' });
  return {
    path: ':generateContent',
    body: {
      candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP', index: 0 }],
      usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 100, totalTokenCount: 200 },
    },
  };
}

const nameOf = (id: string) => `models/veo-3.1-fast-generate-preview/operations/${id}`;
const at = (id: string) => `operations/${id}`;

/** Answers of Veo, in the order in which they are given to who starts a clip and asks for it. */
export const veo = {
  starts: (id: string): ScriptedAnswer => ({ path: STARTED, body: { name: nameOf(id) } }),
  runs: (id: string, progressPercent?: number): ScriptedAnswer => ({
    path: at(id),
    body: { name: nameOf(id), metadata: { progressPercent } },
  }),
  busy: (id: string): ScriptedAnswer => ({
    path: at(id),
    status: 503,
    body: { error: { code: 503, message: 'Busy.', status: 'UNAVAILABLE' } },
  }),
  hasMade: (id: string): ScriptedAnswer => ({
    path: at(id),
    body: {
      name: nameOf(id),
      done: true,
      response: {
        generateVideoResponse: {
          generatedSamples: [
            {
              video: {
                uri: `https://generativelanguage.googleapis.com/v1beta/files/${id}:download?alt=media`,
              },
            },
          ],
        },
      },
    },
  }),
  refuses: (id: string, why: string): ScriptedAnswer => ({
    path: at(id),
    body: {
      name: nameOf(id),
      done: true,
      response: { generateVideoResponse: { raiMediaFilteredReasons: [why] } },
    },
  }),
  sends: (id: string, ...pieces: string[]): ScriptedAnswer => ({
    path: `files/${id}`,
    headers: { 'content-type': 'video/mp4' },
    pieces,
  }),
  isOut: (): ScriptedAnswer => ({
    path: STARTED,
    status: 429,
    body: {
      error: { code: 429, message: 'You exceeded your current quota.', status: 'RESOURCE_EXHAUSTED' },
    },
  }),
};

/** The application with Google's wire formats behind it, all of its roles, and people who make videos. */
export class FilmSet {
  private constructor(readonly studio: Studio) {}

  static async start(settings: Record<string, string> = {}): Promise<FilmSet> {
    const quick = { AI_VIDEO_POLL_MS: '40', AI_VIDEO_LEASE_SECONDS: '20', AI_RATE_LIMIT_GOOGLE: '0' };
    // An answer that came too late on a busy machine would be one that no other call gets.
    const patient = { AI_TIMEOUT_MS: '20000', AI_MEDIA_TIMEOUT_MS: '15000' };
    return new FilmSet(await Studio.start({ ...quick, ...patient, ...settings }, 'web,worker,clock'));
  }

  get app() {
    return this.studio.app;
  }

  get google() {
    return this.studio.google;
  }

  /** Somebody with a Gemini key. */
  async filmer(): Promise<Filmer> {
    const { id } = await this.studio.maker('google');
    return { id, client: await this.app.as(id) };
  }

  async planned({ client }: Filmer, seconds = 8): Promise<string> {
    this.google.will(geminiPlans(...Array<number>(Math.ceil(seconds / 4)).fill(4)));
    const goal = 'Get bakers to try our flour';
    const { status, text, body } = await client.post(`${VIDEO}/plan`, {
      goal,
      platform: 'TikTok',
      duration_s: seconds,
    });
    if (status !== 200) throw new Error(text);
    return body.project_id as string;
  }

  /** How a video stands once it has come to its end. */
  async ended({ client }: Filmer, projectId: string): Promise<Answer['body']> {
    let state: Answer['body'];
    await until(`the end of the video ${projectId}`, async () => {
      state = (await client.get(`${VIDEO}/status/${projectId}`)).body;
      return state.status === 'completed' || state.status === 'failed';
    });
    return state;
  }

  /** A link as the test reaches it. */
  async fetched(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.app.anonymous.get(new URL(url).pathname, headers);
  }

  close(): Promise<void> {
    return this.studio.close();
  }
}

export const film = (client: TestClient, projectId: string, more: object = {}) =>
  client.post(`${VIDEO}/generate-video`, {
    project_id: projectId,
    final_prompt: 'Scene 1: A loaf (4s). Scene 2: A slice (4s). Come by!',
    ...more,
  });
