const SHORTEST = 6;

/** The same JSON value without what opens the server, wherever the server has repeated it. */
export function struckOut(value: unknown, header: string | undefined): unknown {
  if (header === undefined) return value;
  const secrets = [header, header.replace(/^\S+\s+/, '')].filter(({ length }) => length >= SHORTEST);
  return without(value, secrets);
}

function without(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string')
    return secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), value);
  if (Array.isArray(value)) return value.map((held) => without(held, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [String(without(name, secrets)), without(held, secrets)]),
  );
}
