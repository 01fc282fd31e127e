import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { ScriptedServer } from '../../support/scripted-server.js';

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
}

/** The application with two scripted providers behind it: OpenAI's and Anthropic's wire formats. */
export class Gateway {
  private constructor(
    readonly app: TestApp,
    readonly openai: ScriptedServer,
    readonly anthropic: ScriptedServer,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<Gateway> {
    const [openai, anthropic] = [await ScriptedServer.start(), await ScriptedServer.start()];
    const app = await startApp({
      roles: 'web',
      settings: {
        OPENAI_BASE_URL: `${openai.url}/v1`,
        ANTHROPIC_BASE_URL: anthropic.url,
        AI_TIMEOUT_MS: '1000',
        // Defaults move on when a model retires; these stay.
        AI_MODELS: 'openai=gpt-6.1-terra,anthropic=claude-sonnet-5',
        ...settings,
      },
    });
    return new Gateway(app, openai, anthropic);
  }

  /** Somebody with keys of their own, so that breakers and limits of one test are nobody else's. */
  async marketer(...providers: ('openai' | 'anthropic')[]): Promise<{ id: string; client: TestClient }> {
    const { id, client } = await this.app.newUser();
    const unique = randomUUID().replaceAll('-', '');
    const keys = { openai: `sk-${unique}${unique}`, anthropic: `sk-ant-${unique}${unique}` };
    for (const provider of providers) {
      const kept = await client.put(`/api/user/secrets/${provider}`, { value: keys[provider] });
      if (kept.status !== 200) throw new Error(`The key was not kept: ${kept.text}`);
    }
    return { id, client };
  }

  /** What was noted of somebody's calls, oldest first. */
  async usage(userId: string, rows: number): Promise<UsageRow[]> {
    for (let tries = 0; ; tries++) {
      const found = await this.app.sql<UsageRow>(
        `select provider, model, outcome, input_tokens::int, cached_input_tokens::int, output_tokens::int, cost_micros::int as cost_micros,
           feature, key_owner from ai_usage where user_id = $1 order by at, id`,
        [userId],
      );
      if (found.length >= rows || tries > 100) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  clear(): void {
    this.openai.clear();
    this.anthropic.clear();
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.openai.close();
    await this.anthropic.close();
  }
}

export const say = (content: string, more: Record<string, unknown> = {}) => ({
  messages: [{ role: 'user', content }],
  ...more,
});
