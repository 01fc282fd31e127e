import { type ChatCompletionRequest, LLMock } from '@copilotkit/aimock';
import { answerTo } from '../../walk/imitated-model.js';
import { LOOT } from './attacks.js';

interface Call {
  name: string;
  input: object;
}

/** A provider that has been taken over by what it reads: it calls what it was told to call, and answers with loot. */
export class ObedientModel {
  /** What it calls first, offered or not. */
  private calls: readonly Call[] = [];
  /** Whether it never stops calling. */
  private tireless = false;
  private said = 0;

  private constructor(private readonly server: LLMock) {}

  static async start(): Promise<ObedientModel> {
    const model = new ObedientModel(new LLMock({ port: 0 }));
    model.server.onEmbedding(/.*/, { embedding: Array.from({ length: 8 }, (_, at) => at + 1) });
    model.server.on({ predicate: () => true }, (request) => model.answer(request));
    await model.server.start();
    return model;
  }

  get url(): string {
    return `${this.server.url}/v1`;
  }

  get requests(): ChatCompletionRequest[] {
    return this.server
      .getRequests()
      .flatMap(({ path, body }) => (path.includes('chat') ? [body as ChatCompletionRequest] : []));
  }

  /** What it does from now on; what was asked before is forgotten. */
  will({ calls = [], tireless = false }: { calls?: readonly Call[]; tireless?: boolean } = {}): void {
    Object.assign(this, { calls, tireless });
    this.server.clearRequests();
  }

  close(): Promise<void> {
    return this.server.stop();
  }

  private answer(request: ChatCompletionRequest) {
    const isFirst = !request.messages.some(({ role }) => role === 'tool');
    if (this.calls.length > 0 && (isFirst || this.tireless))
      return { toolCalls: this.calls.map(({ name, input }) => ({ name, arguments: JSON.stringify(input) })) };
    return { content: answerTo(request, () => `Idea ${(this.said += 1)} [1] ${LOOT}`) };
  }
}
