import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

const BITS = 2048;
const generate = promisify(generateKeyPair);

/** What signs mail of a domain, and what its name servers say of it. */
export interface DkimPair {
  /** As PEM. */
  readonly privateKey: string;
  /** As it stands in the record: base64 of the DER form. */
  readonly publicKey: string;
}

/** A new pair of RSA keys, which every receiver can check (RFC 8301). */
export async function newDkimPair(): Promise<DkimPair> {
  const { privateKey, publicKey } = await generate('rsa', {
    modulusLength: BITS,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { privateKey, publicKey: publicKey.toString('base64') };
}

/** Where the public key is published. */
export function dkimName(selector: string, domain: string): string {
  return `${selector}._domainkey.${domain}`;
}

export function dkimRecord(publicKey: string): string {
  return `v=DKIM1; k=rsa; p=${publicKey}`;
}

/** Whether a record holds this key and has not been withdrawn. */
export function holdsKey(record: string, publicKey: string): boolean {
  const tags = new Map(
    record.split(';').map((tag) => {
      const at = tag.indexOf('=');
      return [tag.slice(0, at).trim(), tag.slice(at + 1).replace(/\s/g, '')] as const;
    }),
  );
  return (tags.get('v') ?? 'DKIM1') === 'DKIM1' && tags.get('p') === publicKey;
}
