import { ModelCatalogue } from '#platform/ai/models/model-catalogue';
import type { TestClient } from '../../support/client.js';
import { Gateway, say } from './gateway.js';
import { openAiSays } from './wire/chat-completions.js';

export const PRICE = { input_per_mtok: 1, cached_input_per_mtok: 0.5, output_per_mtok: 2 };

/** What the environment overrides. */
export const OVERRIDES = {
  'gpt-6-luna': {
    context_tokens: 4_000,
    max_output_tokens: 500,
    price: { ...PRICE, priced_at: '2026-11-01' },
    deprecated_since: '2026-11-01',
    retires_on: '2030-01-01',
    replaced_by: 'gpt-6-sol',
  },
  'llama-4': { provider: 'openai', kind: 'text', api_id: 'meta/Llama-4', capabilities: { vision: false } },
};

/** The application with overrides by its environment; `undo` takes back what administrators add. */
export class Overriding {
  id = '';
  client!: TestClient;

  private constructor(
    readonly gateway: Gateway,
    readonly admin: TestClient,
  ) {}

  static async start(): Promise<Overriding> {
    const gateway = await Gateway.start({ AI_MODEL_OVERRIDES: JSON.stringify(OVERRIDES) });
    return new Overriding(gateway, await gateway.app.as(undefined, { admin: true }));
  }

  async listed(name: string) {
    const { body } = await this.client.get('/api/ai/models');
    return body.data.models.find((one: { name: string }) => one.name === name);
  }

  put(name: string, override: object) {
    return this.admin.put(`/api/ai/models/${name}`, override);
  }

  /** The model as it is afterwards. */
  async set(name: string, override: object) {
    const { status, body, text } = await this.put(name, override);
    if (status !== 200) throw new Error(text);
    return body.data;
  }

  /** What is answered, and what was sent to OpenAI for it. */
  async chat(model: string, more: object = {}) {
    this.gateway.openai.will(openAiSays('Hi'));
    const answer = await this.client.post('/api/ai/chat', say('Hello', { model, pinned: true, ...more }));
    const sent = this.gateway.openai.requests.map(({ body }) => body as Record<string, unknown>);
    this.gateway.clear();
    return { ...answer, sent };
  }

  /** Somebody else for each test. */
  async begin(): Promise<void> {
    Object.assign(this, await this.gateway.marketer('openai'));
  }

  async undo(): Promise<void> {
    this.gateway.clear();
    await this.gateway.app.sql('truncate ai_model_configs');
    await this.gateway.app.get(ModelCatalogue).refresh();
  }
}
