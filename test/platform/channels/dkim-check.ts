import { createPublicKey, createVerify } from 'node:crypto';

const tagsOf = (raw: string) => {
  const header = /^DKIM-Signature: ((?:.|\r\n[ \t])+)/m.exec(raw)?.[1] ?? '';
  const tags = header
    .replace(/\r\n[ \t]+/g, ' ')
    .split(';')
    .map((tag) => tag.trim().split(/=(.*)/s));
  return { header, tags: new Map(tags.map(([name, value]) => [name, value ?? ''])) };
};

/** The names that the signature covers, in lower case as they are written there. */
export function signedHeaders(raw: string): string[] {
  return (tagsOf(raw).tags.get('h') ?? '').split(':').map((name) => name.trim());
}

/** Whether the mail is as it was signed: relaxed canonicalisation of RFC 6376, written once more by hand. */
export function isSignedBy(raw: string, publicKey: string): boolean {
  const { header, tags } = tagsOf(raw);
  const head = raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const relaxed = (name: string, value: string) => `${name}:${value.replace(/[ \t]+/g, ' ').trim()}`;
  const lines = signedHeaders(raw).map((name) => {
    const line = head.findLast((one) => one.toLowerCase().startsWith(`${name}:`)) ?? '';
    return relaxed(name, line.slice(line.indexOf(':') + 1));
  });
  const own = relaxed('dkim-signature', header.replace(/\r\n[ \t]+/g, ' ').replace(/(\bb=)[^;]*$/, '$1'));
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return createVerify('sha256')
    .update([...lines, own].join('\r\n'))
    .verify(key, (tags.get('b') ?? '').replace(/\s/g, ''), 'base64');
}
