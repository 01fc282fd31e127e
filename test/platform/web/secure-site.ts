import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';

/** Made for these tests with `openssl req -x509`: it names secure.example and other.example, until the year 2126. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXEgOGiFznPsNzJxf
bUsBxGBx9Tt0duuHfXjGoRfkz0KhRANCAARN5+CD3WFxO5hwivw2XrOJnjSMDzLM
uvQMh5bHG8IS+pfN6AK5QNnVwLEBx2Ympxlh20e07O9PyVAcmtdud3gB
-----END PRIVATE KEY-----
`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBszCCAVmgAwIBAgIUVi62Knrv7Jn+BQc3WY+RUO+XROwwCgYIKoZIzj0EAwIw
GTEXMBUGA1UEAwwOc2VjdXJlLmV4YW1wbGUwIBcNMjYxMTI3MjMzOTMyWhgPMjEy
NjExMDMyMzM5MzJaMBkxFzAVBgNVBAMMDnNlY3VyZS5leGFtcGxlMFkwEwYHKoZI
zj0CAQYIKoZIzj0DAQcDQgAETefgg91hcTuYcIr8Nl6ziZ40jA8yzLr0DIeWxxvC
EvqXzegCuUDZ1cCxAcdmJqcZYdtHtOzvT8lQHJrXbnd4AaN9MHswHQYDVR0OBBYE
FJifAyQXa+OxXVByThwq4nCJBy1aMB8GA1UdIwQYMBaAFJifAyQXa+OxXVByThwq
4nCJBy1aMCgGA1UdEQQhMB+CDnNlY3VyZS5leGFtcGxlgg1vdGhlci5leGFtcGxl
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAJ/XZgUVhcAJdx+F
OIMvRlM/zHWhBkwZf+Br/6ucqpL1AiA6G/kXxnGS3ruS5ZUbPJ429PRjgVjz5COh
w2/neJVSDQ==
-----END CERTIFICATE-----
`;

/** An https server that shows the certificate of secure.example. */
export class SecureSite {
  /** The names that clients asked for in their greetings. */
  readonly names: string[] = [];

  private constructor(readonly server: Server) {
    server.on('secureConnection', (socket: TLSSocket) => this.names.push(String(socket.servername)));
  }

  static async start(answer: RequestListener): Promise<SecureSite> {
    const site = new SecureSite(createServer({ key: KEY, cert: CERTIFICATE }, answer));
    site.server.on('tlsClientError', () => undefined);
    site.server.listen(0, '127.0.0.1');
    await once(site.server, 'listening');
    return site;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** Lets this process trust the certificate until the returned function is called. */
export function trustSecureSites(): () => void {
  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...before, CERTIFICATE]);
  return () => tls.setDefaultCACertificates(before);
}
