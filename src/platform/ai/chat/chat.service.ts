import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import type { ServerEvent } from '#platform/http/event-stream';
import { Ai } from '../ai.js';
import { AiNotConfigured } from '../ai.errors.js';
import type { AiAnswer, AiMessage, AiProviderId, AiRequest } from '../ai-request.js';
import { Candidates } from '../routing/candidates.js';
import type {
  ChatAnswer,
  ChatDelta,
  ChatMessage,
  ChatRequest,
  ComparedAnswer,
  CompareRequest,
  Comparison,
} from './chat.dto.js';

const OFFLINE =
  'No AI provider is configured, so no model read this. Set OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_API_KEY or ' +
  'MISTRAL_API_KEY, or store a key of your own.';

/** Models for people: a conversation, and the same prompt put to several providers. */
@Injectable()
export class ChatService {
  constructor(
    private readonly ai: Ai,
    private readonly candidates: Candidates,
  ) {}

  async answer(userId: string, chat: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    return toChatAnswer(await this.ai.text(asRequest(userId, chat, signal)));
  }

  async *events(userId: string, chat: ChatRequest, signal: AbortSignal): AsyncGenerator<ServerEvent, void> {
    for await (const event of this.ai.stream(asRequest(userId, chat, signal)))
      yield event.kind === 'delta'
        ? { event: 'delta', data: { text: event.text } satisfies ChatDelta }
        : { event: 'end', data: toChatAnswer(event.answer) };
  }

  /** Asks them side by side; one that fails says why and hides none of the others. `ai/not-configured` when none has a key. */
  async compare(userId: string, asked: CompareRequest, signal: AbortSignal): Promise<Comparison> {
    const keys = await this.candidates.keysFor(userId);
    const providers = [...new Set(asked.providers ?? keys.keys())];
    if (!providers.some((provider) => keys.has(provider)))
      throw new AiNotConfigured(
        asked.providers && providers.map((provider) => `${provider.toUpperCase()}_API_KEY`).join(' or '),
      );
    const results = await Promise.all(
      providers.map(async (provider) => [provider, await this.one(userId, provider, asked.prompt, signal)]),
    );
    return {
      comparison_results: Object.fromEntries(results) as Record<string, ComparedAnswer>,
      prompt: asked.prompt,
      platform: asked.platform ?? null,
    };
  }

  private async one(
    userId: string,
    provider: AiProviderId,
    prompt: string,
    signal: AbortSignal,
  ): Promise<ComparedAnswer> {
    const startedAt = performance.now();
    const messages: AiMessage[] = [{ role: 'user', parts: [{ kind: 'text', text: prompt }] }];
    try {
      const request = { userId, feature: 'ai.compare', messages, provider, pinned: true, signal };
      const { text, model, usage } = toChatAnswer(await this.ai.text(request));
      return { content: text, model, usage, latency_ms: Math.round(performance.now() - startedAt) };
    } catch (error) {
      if (!(error instanceof AppError) || signal.aborted) throw error;
      return {
        error: error.message,
        code: error.code,
        latency_ms: Math.round(performance.now() - startedAt),
      };
    }
  }
}

function asRequest(userId: string, chat: ChatRequest, signal: AbortSignal): AiRequest {
  return {
    userId,
    feature: 'ai.chat',
    messages: chat.messages.map(toMessage),
    signal,
    offline: () => OFFLINE,
    ...(chat.instructions !== undefined && { instructions: chat.instructions }),
    ...(chat.provider !== undefined && { provider: chat.provider }),
    ...(chat.model !== undefined && { model: chat.model }),
    ...(chat.pinned !== undefined && { pinned: chat.pinned }),
    ...(chat.max_tokens !== undefined && { maxTokens: chat.max_tokens }),
    ...(chat.temperature !== undefined && { temperature: chat.temperature }),
  };
}

function toMessage({ role, content, images = [] }: ChatMessage): AiMessage {
  if (role === 'assistant') return { role, text: content };
  const pictures = images.map(
    ({ media_type, data }) => ({ kind: 'image', mediaType: media_type, base64: data }) as const,
  );
  return { role, parts: [{ kind: 'text', text: content }, ...pictures] };
}

function toChatAnswer({
  text,
  provider,
  model,
  ai,
  finish,
  usage,
  costMicros,
  budgetWarning,
}: AiAnswer): ChatAnswer {
  return {
    text,
    provider,
    model,
    ai,
    finish,
    usage: {
      input_tokens: usage.input,
      cached_tokens: usage.cachedInput,
      output_tokens: usage.output,
      cost_usd: costMicros === null ? null : costMicros / 1_000_000,
    },
    budget_warning: budgetWarning,
  };
}
