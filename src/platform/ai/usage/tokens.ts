const CHARACTERS_PER_TOKEN = 4;
const BYTES_PER_TOKEN = 2;
const BYTES_PER_TOKEN_AT_MOST = 16;

/** Tokens in so many characters, roughly: what counts where nobody has counted. */
export function roughTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** The same of several texts together. */
export function roughTokensOf(texts: readonly string[]): number {
  return roughTokens(texts.reduce((sum, text) => sum + text.length, 0));
}

/**
 * More tokens than a text has, by any provider's count: one for two bytes of UTF-8. Prose has three to five bytes to a token
 * in every script, JSON and code about three, digits and ids two.
 */
export function mostTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

/** Whether a text is surely longer than that: the tokens of no language have 16 bytes each. An unknown limit is never exceeded. */
export function surelyExceeds(text: string, tokens: number | null): boolean {
  return tokens !== null && Buffer.byteLength(text) > tokens * BYTES_PER_TOKEN_AT_MOST;
}
