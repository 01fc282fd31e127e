const CENSORED = '[redacted]';
/** Names under which secrets are handed about, written with underscores. */
const SECRET_NAME =
  /^(?:.*_)?(?:password|passphrase|secret|api_?key|access_?token|refresh_?token|bearer_?token|authorization|cookie|private_?key)$/i;
/** Keys and tokens that tell by their form what they are: OpenAI, Anthropic, Google, GitHub, our own, Blotato, Facebook; JWT; PEM. */
const SECRET_FORM =
  /\b(?:sk-[\w-]{16,}|AIza[\w-]{30,}|AQ\.[\w-]{30,}|gh[pousr]_\w{20,}|mak_[\w-]{16,}|blt_[\w-]{12,}|EAA\w{40,}|(?<![\w-])eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,})|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** The same JSON value without what looks like a secret, by the name of its field or by its form. */
export function redacted(value: unknown): unknown {
  return cleaned(value, false);
}

/** `secret` says that a field above is named as one: then no text or number stays, only whether there is one. */
function cleaned(value: unknown, secret: boolean): unknown {
  if (typeof value === 'string')
    return secret && value !== '' ? CENSORED : value.replace(SECRET_FORM, CENSORED);
  if (typeof value === 'number') return secret ? CENSORED : value;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, secret));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, cleaned(held, secret || isSecretName(name))]),
  );
}

/** Also as `x-api-key` and `clientSecret`. */
function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.replaceAll('-', '_').replace(/([a-z\d])([A-Z])/g, '$1_$2'));
}
