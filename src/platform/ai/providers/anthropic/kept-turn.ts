import type {
  ContentBlock,
  ContentBlockParam,
  RedactedThinkingBlockParam,
  TextBlockParam,
  ThinkingBlockParam,
  ToolUseBlockParam,
} from '@anthropic-ai/sdk/resources/messages/messages';
import type { ProviderToolCall } from '../ai-provider.js';
import { signatureFor, signedBy } from '../signed-call.js';

/** A tool call is told anew; only its place is kept. */
type KeptBlock =
  ThinkingBlockParam | RedactedThinkingBlockParam | TextBlockParam | Pick<ToolUseBlockParam, 'type' | 'id'>;

interface KeptTurn {
  readonly model: string;
  readonly blocks: readonly KeptBlock[];
}

/**
 * What a turn with tool calls is kept by in which the model thought: the API wants its thoughts back as they came and in their
 * order, and only the model that had them can read them. Undefined when it thought nothing.
 */
export function signatureOfTurn(model: string, blocks: readonly ContentBlock[]): string | undefined {
  if (!blocks.some(({ type }) => type === 'thinking' || type === 'redacted_thinking')) return undefined;
  const turn: KeptTurn = { model, blocks: blocks.flatMap(kept) };
  return signedBy('anthropic', JSON.stringify(turn));
}

/** The blocks of a turn as this model had said it; undefined when nothing of it was kept, or by another model. */
export function keptBlocks(
  calls: readonly ProviderToolCall[],
  model: string,
  toolUse: (call: ProviderToolCall) => ToolUseBlockParam,
): ContentBlockParam[] | undefined {
  const signature = calls.map((call) => signatureFor('anthropic', call.signature)).find((one) => one);
  if (signature === undefined) return undefined;
  const turn = JSON.parse(signature) as KeptTurn;
  if (turn.model !== model) return undefined;
  return turn.blocks.flatMap((block): ContentBlockParam[] =>
    block.type === 'tool_use' ? calls.filter(({ id }) => id === block.id).map(toolUse) : [block],
  );
}

function kept(block: ContentBlock): KeptBlock[] {
  if (block.type === 'thinking' || block.type === 'redacted_thinking') return [block];
  if (block.type === 'text') return [{ type: 'text', text: block.text }];
  return block.type === 'tool_use' ? [{ type: 'tool_use', id: block.id }] : [];
}
