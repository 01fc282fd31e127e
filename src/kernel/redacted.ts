const CENSORED = '[redacted]';
/** Names under which secrets are handed about. */
const SECRET_NAME =
  /^(?:.*_)?(?:password|passphrase|secret|api_?key|access_?token|refresh_?token|bearer_?token|authorization|cookie|private_?key)$/i;
/** Keys and tokens that tell by their form what they are: OpenAI, Anthropic, Google, GitHub, our own, Blotato, Facebook; JWT; PEM. */
const SECRET_FORM =
  /\b(?:sk-[\w-]{16,}|AIza[\w-]{30,}|gh[pousr]_\w{20,}|mak_[\w-]{16,}|blt_[\w-]{12,}|EAA\w{40,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,})|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** The same JSON value without what looks like a secret, by the name of its field or by its form. */
export function redacted(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(SECRET_FORM, CENSORED);
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name,
      SECRET_NAME.test(name) && typeof held === 'string' && held !== '' ? CENSORED : redacted(held),
    ]),
  );
}
