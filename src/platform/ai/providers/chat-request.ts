import type { ProviderMessage, ProviderRequest, ProviderTool } from './ai-provider.js';

type UserPart = Extract<ProviderMessage, { role: 'user' }>['parts'][number];

/** All of what the model is told by us; what differs between requests comes last, so that a cache finds the rest again. */
export function systemText({ instructions, markRule = '' }: ProviderRequest): string {
  return [instructions, markRule].filter((text) => text !== '').join('\n\n');
}

/** What every chat completions API takes alike, whatever its SDK calls the rest. */
export function systemTurn(request: ProviderRequest) {
  const content = systemText(request);
  return content === '' ? [] : [{ role: 'system' as const, content }];
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
