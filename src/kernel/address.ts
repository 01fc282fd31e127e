const FORBIDDEN = /[\s"'(),:;<>[\]\\`\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/u;
const LOCAL = /^[^.@]+(?:\.[^.@]+)*$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/**
 * Whether the text is one mail address that is safe to hand to a mail server: a subset of RFC 5321 without
 * quoted local parts, comments, spaces, separators or control characters. At most 254 characters, 64 before the `@`.
 */
export function isMailAddress(text: unknown): text is string {
  if (typeof text !== 'string' || text.length > 254 || FORBIDDEN.test(text)) return false;
  const at = text.indexOf('@');
  if (at < 1 || at > 64 || at !== text.lastIndexOf('@')) return false;
  const labels = text.slice(at + 1).split('.');
  const top = labels[labels.length - 1] ?? '';
  return (
    LOCAL.test(text.slice(0, at)) &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    /^(?:\p{L}{2,}|xn--[a-z0-9-]+)$/iu.test(top)
  );
}

/** The form in which addresses are compared and kept unique: trimmed and in lower case. */
export function normaliseMailAddress(text: string): string {
  return text.trim().toLowerCase();
}
