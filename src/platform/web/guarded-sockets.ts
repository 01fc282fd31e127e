import { connect, isIP, type Socket } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import type { ResolveHost } from './dns/resolve-host.js';
import { Networks } from './networks.js';
import { RESOLVE_HOST } from './web-client.js';
import { AddressRefused, TimedOut, Unreachable } from './web.errors.js';

const CONNECT_WITHIN_MS = 10_000;
const MAIL_PORTS = [25, 465, 587, 2525];

/** Connections to mail servers that users have named: to public addresses at the ports of mail, each address checked and then used. */
@Injectable()
export class GuardedSockets {
  private readonly networks: Networks;

  constructor(
    { OUTBOUND_ALLOW }: Settings,
    @Inject(RESOLVE_HOST) private readonly resolve: ResolveHost,
  ) {
    this.networks = new Networks(OUTBOUND_ALLOW, [], MAIL_PORTS);
  }

  /** An open connection; throws `web/address-refused`, `web/timed-out` or `web/unreachable`. */
  async mailServer(host: string, port: number): Promise<Socket> {
    return opened(await this.addressOf(host, port), port);
  }

  /** Throws `web/address-refused` or `web/unreachable` for a server that would not be connected to. */
  async check(host: string, port: number): Promise<void> {
    await this.addressOf(host, port);
  }

  private async addressOf(host: string, port: number): Promise<string> {
    const found = isIP(host) === 0 ? await this.resolve(host).catch(() => []) : [{ address: host }];
    const [first] = found;
    if (!first) throw new Unreachable();
    if (!found.every(({ address }) => this.networks.permit(address, port))) throw new AddressRefused();
    return first.address;
  }
}

function opened(host: string, port: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect({ host, port });
  const failed = (error: Error) => reject(new Unreachable().because(error));
  socket.setTimeout(CONNECT_WITHIN_MS, () => {
    reject(new TimedOut());
    socket.destroy();
  });
  socket.once('error', failed);
  socket.once('connect', () => {
    socket.setTimeout(0).off('error', failed);
    resolve(socket);
  });
  return promise;
}
