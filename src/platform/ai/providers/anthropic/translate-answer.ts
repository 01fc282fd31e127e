import type {
  ContentBlock,
  Message,
  RawContentBlockDelta,
  RawMessageStreamEvent,
  RefusalStopDetails,
  StopReason,
  Usage,
} from '@anthropic-ai/sdk/resources/messages/messages';
import type { ChatAnswer } from '../chat-answer.js';
import { signatureOfTurn } from './kept-turn.js';

const FINISHES: ReadonlyMap<string, string> = new Map([
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool_calls'],
]);

type Counts = { readonly [Count in keyof Usage]?: Usage[Count] | null };

interface Stop {
  readonly stop_reason: StopReason | null;
  readonly stop_details?: RefusalStopDetails | null;
}

/** Takes over a whole message. */
export function readMessage(answer: ChatAnswer, model: string, message: Message): void {
  for (const [index, block] of message.content.entries()) {
    if (block.type === 'text') readText(answer, block.text);
    if (block.type === 'tool_use') answer.addToolCall({ ...block, index });
  }
  sign(answer, model, new Map(message.content.entries()));
  answer.used(usageOf(message.usage ?? {}));
  readStop(answer, message);
}

/** Takes over a stream, event by event. The reason it ends counts only once the message has stopped. */
export class MessageStream {
  private counts: Counts = {};
  private stop: Stop = { stop_reason: null };

  /** By their index, as far as they have come. */
  private readonly blocks = new Map<number, ContentBlock>();

  constructor(
    private readonly answer: ChatAnswer,
    private readonly model: string,
  ) {}

  /** Answers with the text in the event. */
  read(event: RawMessageStreamEvent): string {
    if (event.type === 'content_block_start') return this.open(event.index, event.content_block);
    if (event.type === 'content_block_delta') {
      this.grow(this.blocks.get(event.index), event.delta);
      if (event.delta.type === 'text_delta') return readText(this.answer, event.delta.text);
      if (event.delta.type === 'input_json_delta')
        this.answer.addToolCall({ index: event.index, input: event.delta.partial_json });
    }
    if (event.type === 'message_start') this.count(event.message.usage);
    if (event.type === 'message_delta') {
      this.stop = event.delta;
      this.count(event.usage);
    }
    if (event.type === 'message_stop') {
      sign(this.answer, this.model, this.blocks);
      readStop(this.answer, this.stop);
    }
    return '';
  }

  /** A tool call starts with an empty input, which its pieces replace. */
  private open(index: number, block: ContentBlock): string {
    this.blocks.set(index, { ...block });
    if (block.type === 'tool_use') this.answer.addToolCall({ index, id: block.id, name: block.name });
    return block.type === 'text' ? readText(this.answer, block.text) : '';
  }

  private grow(block: ContentBlock | undefined, delta: RawContentBlockDelta): void {
    if (block?.type === 'text' && delta.type === 'text_delta') block.text += delta.text;
    if (block?.type !== 'thinking') return;
    if (delta.type === 'thinking_delta') block.thinking += delta.thinking;
    if (delta.type === 'signature_delta') block.signature = delta.signature;
  }

  /** Counts are of everything so far; one that is missing has not changed. */
  private count(counts: Counts | null | undefined): void {
    const told = Object.entries(counts ?? {}).filter(([, value]) => value !== null);
    this.counts = { ...this.counts, ...Object.fromEntries(told) };
    this.answer.used(usageOf(this.counts));
  }
}

/** The first tool call carries what the model thought around all of them. */
function sign(answer: ChatAnswer, model: string, blocks: ReadonlyMap<number, ContentBlock>): void {
  const [index] = [...blocks].find(([, { type }]) => type === 'tool_use') ?? [];
  if (index !== undefined)
    answer.addToolCall({ index, signature: signatureOfTurn(model, [...blocks.values()]) });
}

/** An empty text is no content. */
function readText(answer: ChatAnswer, text: string): string {
  if (text !== '') answer.addText(text);
  return text;
}

function readStop(answer: ChatAnswer, { stop_reason: reason, stop_details: details }: Stop): void {
  if (reason === 'refusal') answer.addRefusal(details?.explanation ?? details?.category ?? reason);
  if (reason !== null) answer.finishedBy(FINISHES.get(reason) ?? reason);
}

/** The API counts what came from its memory, and what went into it, beside the rest. */
function usageOf(counts: Counts) {
  const cachedInput = counts.cache_read_input_tokens ?? 0;
  const cacheWrite = counts.cache_creation_input_tokens ?? 0;
  const input = (counts.input_tokens ?? 0) + cachedInput + cacheWrite;
  const written = cacheWrite > 0 ? { cacheWrite } : {};
  return { input, cachedInput, ...written, output: counts.output_tokens ?? 0 };
}
