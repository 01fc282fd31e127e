import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AI_PROVIDERS, type AiMessage, type AiPart, type AiProviderId } from '#platform/ai/ai-request';
import { AiUsageLog } from '#platform/ai/usage/ai-usage-log';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { atTheEnd } from '../../support/endings.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { keep } from '../../support/kept-app.js';

export interface UsageRow {
  provider: string;
  model: string;
  outcome: string;
  input_tokens: number;
  cached_input_tokens: number;
  output_tokens: number;
  cost_micros: number | null;
  feature: string;
  key_owner: string;
  latency_ms: number;
  first_token_ms: number | null;
}

/** Defaults move on when a model retires; these stay. */
export const MODELS: Record<AiProviderId, string> = {
  openai: 'gpt-6.1-terra',
  anthropic: 'claude-sonnet-5',
  google: 'gemini-3.8-flash',
  mistral: 'mistral-large-latest',
};

/** Without room for thoughts, so that what a call may cost is what it asks for. */
export const THOUGHTLESS = {
  AI_MODEL_OVERRIDES: JSON.stringify(
    Object.fromEntries(Object.values(MODELS).map((name) => [name, { capabilities: { thinks: false } }])),
  ),
};

/** The application with a scripted provider behind it for each wire format it speaks. */
export class Gateway {
  private constructor(
    readonly app: TestApp,
    readonly openai: ScriptedServer,
    readonly anthropic: ScriptedServer,
    readonly google: ScriptedServer,
    readonly mistral: ScriptedServer,
    private readonly shared: boolean,
  ) {}

  /** As other test files use it too (support/kept-app.ts), each for marketers of its own. */
  static share(settings: Record<string, string> = {}): Promise<Gateway> {
    return keep(`gateway ${JSON.stringify(settings)}`, async () => {
      const gateway = await Gateway.start(settings, true);
      atTheEnd(() => gateway.end());
      return gateway;
    });
  }

  static async start(settings: Record<string, string> = {}, shared = false): Promise<Gateway> {
    const openai = await ScriptedServer.start();
    const anthropic = await ScriptedServer.start();
    const google = await ScriptedServer.start();
    const mistral = await ScriptedServer.start();
    const app = await startApp({
      roles: 'web',
      settings: {
        OPENAI_BASE_URL: `${openai.url}/v1`,
        ANTHROPIC_BASE_URL: anthropic.url,
        GOOGLE_BASE_URL: google.url,
        MISTRAL_BASE_URL: mistral.url,
        AI_TIMEOUT_MS: '10000',
        AI_MODELS: AI_PROVIDERS.map((id) => `${id}=${MODELS[id]}`).join(','),
        ...settings,
      },
    });
    return new Gateway(app, openai, anthropic, google, mistral, shared);
  }

  /** Somebody with keys of their own, so that breakers and limits of one test are nobody else's. */
  async marketer(...providers: AiProviderId[]): Promise<{ id: string; client: TestClient }> {
    const { id, client } = await this.app.newUser();
    const unique = randomUUID().replaceAll('-', '');
    const keys: Record<AiProviderId, string> = {
      openai: `sk-${unique}${unique}`,
      anthropic: `sk-ant-${unique}${unique}`,
      google: `AIza${unique}`,
      mistral: unique,
    };
    for (const provider of providers) {
      const kept = await client.put(`/api/user/secrets/${provider}`, { value: keys[provider] });
      if (kept.status !== 200) throw new Error(`The key was not kept: ${kept.text}`);
    }
    return { id, client };
  }

  /** What somebody with a key at OpenAI asks for, past HTTP. */
  request() {
    return this.requestOf('openai');
  }

  /** What somebody with a key at these asks for, past HTTP. */
  async requestOf(...providers: AiProviderId[]) {
    const { id: userId } = await this.marketer(...providers);
    return { userId, feature: 'test.feature', messages: asked(text('Write a headline.')) };
  }

  /** What was noted of somebody's calls, oldest first. */
  async usage(userId: string, rows: number): Promise<UsageRow[]> {
    for (let tries = 0; ; tries++) {
      await this.app.get(AiUsageLog).flush();
      const found = await this.app.sql<UsageRow>(
        `select provider, model, outcome, input_tokens::int, cached_input_tokens::int, output_tokens::int, cost_micros::int as cost_micros,
           feature, key_owner, latency_ms, first_token_ms from ai_usage where user_id = $1 order by at, id`,
        [userId],
      );
      if (found.length >= rows || tries > 100) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  awake(): void {
    this.app.awake();
  }

  clear(): void {
    for (const id of AI_PROVIDERS) this[id].clear();
  }

  async close(): Promise<void> {
    this.clear();
    if (!this.shared) await this.end();
  }

  private async end(): Promise<void> {
    await this.app.close();
    for (const id of AI_PROVIDERS) await this[id].close();
  }
}

export const say = (content: string, more: Record<string, unknown> = {}) => ({
  messages: [{ role: 'user', content }],
  ...more,
});

export const text = (words: string): AiPart => ({ kind: 'text', text: words });
export const asked = (...parts: AiPart[]): AiMessage[] => [{ role: 'user', parts }];
export const HEADLINE = {
  name: 'headline',
  type: z.object({ title: z.string().max(40), tags: z.array(z.string()) }),
};

/** The events of a streamed answer. */
export const eventsIn = (text: string) =>
  text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      return { event, data: JSON.parse(data ?? 'null') as Record<string, unknown> };
    });
