import type { AiProviderId } from '../ai-request.js';

/** What a provider wants back with a tool call, marked as its own: others are never sent it. */
export function signedBy(provider: AiProviderId, signature: string): string {
  return `${provider}:${signature}`;
}

/** The same as the provider gave it; undefined when it is another one's. */
export function signatureFor(provider: AiProviderId, signature: string | undefined): string | undefined {
  const mark = signedBy(provider, '');
  return signature?.startsWith(mark) ? signature.slice(mark.length) : undefined;
}
