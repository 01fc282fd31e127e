import type { ProviderMessage, ProviderTool } from './ai-provider.js';

type UserPart = Extract<ProviderMessage, { role: 'user' }>['parts'][number];

/** What every chat completions API takes alike, whatever its SDK calls the rest. */
export function systemTurn(instructions: string) {
  return instructions === '' ? [] : [{ role: 'system' as const, content: instructions }];
}

export function functionTools(tools: readonly ProviderTool[]) {
  return tools.map(({ name, description, schema }) => ({
    type: 'function' as const,
    function: { name, description, parameters: { ...schema } },
  }));
}

/** Text alone is sent as a string, which every compatible server understands; a picture by its data URL. */
export function contentOf<Picture>(
  parts: readonly UserPart[],
  pictureAt: (url: string) => Picture,
): string | (Picture | { type: 'text'; text: string })[] {
  const [first] = parts;
  if (parts.length === 1 && first?.kind === 'text') return first.text;
  return parts.map((part) =>
    part.kind === 'text'
      ? { type: 'text', text: part.text }
      : pictureAt(`data:${part.mediaType};base64,${part.base64}`),
  );
}

/** The input of a tool call as JSON; a string is what the model wrote, which is no JSON. */
export function argumentsOf(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input);
}
