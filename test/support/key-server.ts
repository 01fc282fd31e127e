import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';

export interface SigningKey {
  kid: string;
  alg: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
}

export async function signingKey(alg: 'ES256' | 'RS256' | 'ES384', kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** Publishes signing keys as Supabase does, counts who asks, and can fail in the usual ways. */
export async function startKeyServer(keys: SigningKey[]) {
  const state = { keys, requests: 0, fails: false };
  const server = createServer((_request, response) => {
    state.requests++;
    if (state.fails) return response.writeHead(500).end('{}');
    return response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ keys: state.keys.map(({ jwk }) => jwk) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return Object.assign(state, { url: `http://127.0.0.1:${port}/auth/v1/.well-known/jwks.json`, close });
}

export type KeyServer = Awaited<ReturnType<typeof startKeyServer>>;
