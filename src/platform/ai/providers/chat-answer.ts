import { randomUUID } from 'node:crypto';
import type { AiFinish, AiProviderId, AiUsage } from '../ai-request.js';
import { AiFailure } from './ai-failure.js';
import type { ProviderAnswer, ProviderToolCall } from './ai-provider.js';
import { unavailable, withoutKey } from './http-failure.js';

/** A tool call or a part of one: the id and the name come once, the input as an object or in pieces of JSON. */
interface ToolCallPiece {
  /** Left out where calls come whole. */
  readonly index?: number;
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly input?: unknown;
  readonly signature?: string | undefined;
}

interface OpenToolCall {
  readonly index: number | undefined;
  id: string;
  name: string;
  json: string;
  signature?: string;
}

const FINISHES: ReadonlyMap<string, AiFinish> = new Map([
  ['length', 'length'],
  ['model_length', 'length'],
  ['tool_calls', 'tools'],
]);

/** An answer put together from one piece or many, and told apart from none. The reasons it may end are those of a chat completions API. */
export class ChatAnswer {
  private text: string | undefined;
  private refusal = '';
  private finish: string | undefined;
  private usage: AiUsage = { input: 0, cachedInput: 0, output: 0 };
  private readonly calls: OpenToolCall[] = [];

  constructor(
    private readonly provider: AiProviderId,
    private readonly key: string,
    private readonly counted?: (usage: AiUsage) => void,
  ) {}

  addText(text: string): void {
    this.text = (this.text ?? '') + text;
  }

  addRefusal(text: string): void {
    this.refusal += text;
  }

  addToolCall({ index, id, name, input, signature }: ToolCallPiece): void {
    let open = this.calls.findLast((call) => index !== undefined && call.index === index);
    if (!open || (id && open.id !== '' && open.id !== id)) {
      open = { index, id: '', name: '', json: '' };
      this.calls.push(open);
    }
    if (id) open.id = id;
    if (name) open.name = name;
    if (signature) open.signature = signature;
    open.json += typeof input === 'string' ? input : input == null ? '' : JSON.stringify(input);
  }

  finishedBy(reason: string): void {
    this.finish = reason;
  }

  used(usage: AiUsage): void {
    this.usage = usage;
    this.counted?.(usage);
  }

  /** The whole answer; throws when the model refused or when something of it is missing. */
  whole(): ProviderAnswer {
    if (this.finish === undefined) throw this.broken('The answer stopped before its end.');
    if (this.finish === 'error') throw this.broken('The provider stopped with an error.');
    if (this.refusal !== '' || this.finish === 'content_filter') throw this.refused(this.finish);
    const toolCalls = this.calls.map((call) => this.closed(call));
    const finish = FINISHES.get(this.finish) ?? (toolCalls.length > 0 ? 'tools' : 'stop');
    if (!this.text && toolCalls.length === 0) {
      if (finish === 'length') throw this.cutShort();
      if (this.text === undefined) throw this.broken('The answer has no content.');
    }
    return { text: this.text ?? '', toolCalls, finish, usage: this.usage };
  }

  /** An id is made where there is none; it stays unique when the conversation goes on. */
  private closed({ id, name, json, signature }: OpenToolCall): ProviderToolCall {
    if (name === '') throw this.broken('A tool call has no name.');
    const call = { id: id || `call_${randomUUID().replaceAll('-', '')}`, name, input: parsed(json) };
    return signature === undefined ? call : { ...call, signature };
  }

  /** A model that thinks may reach its limit before the first word. */
  private cutShort(): AiFailure {
    const failure = new AiFailure(this.provider, 'cut-short', 'The limit came before the first word.');
    return failure.having(this.usage).perhapsTaken();
  }

  private broken(problem: string): AiFailure {
    return unavailable(this.provider, this.key, problem);
  }

  /** A filter that has let nothing through may have turned the request away; a model that declines has read it. */
  private refused(finish: string): AiFailure {
    const said = withoutKey(this.refusal || finish, this.key);
    const failure = new AiFailure(this.provider, 'refused', said);
    return finish === 'content_filter' && !this.text ? failure : failure.perhapsTaken();
  }
}

/** No arguments at all mean an empty object; what is not JSON stays as it was written. */
function parsed(json: string): unknown {
  if (json.trim() === '') return {};
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
