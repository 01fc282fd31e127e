import type { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { isAbsent, nameServers } from './name-servers.js';

/**
 * Where mail to a domain goes: `ok` some server takes it · `none` there is no such domain, or no server in it ·
 * `null_mx` the domain says that it takes no mail (RFC 7505) · `unknown` the name servers did not say
 */
export type MailRoute = 'ok' | 'none' | 'null_mx' | 'unknown';

interface Remembered {
  readonly route: Promise<MailRoute>;
  until: number;
}

const DEADLINE_MS = 3_000;
const KEPT_MS = 60 * 60_000;
/** What name servers could not say is asked again soon, but not by every address of the domain. */
const UNKNOWN_KEPT_MS = 30_000;
const DOMAINS_AT_MOST = 10_000;

/** Whether mail to a domain goes anywhere, as its name servers tell. It is asked once an hour for each domain. */
@Injectable()
export class MailRoutes {
  private readonly servers: Resolver;
  private readonly remembered = new Map<string, Remembered>();

  constructor(settings: Settings) {
    this.servers = nameServers(settings.DNS_SERVERS);
  }

  /** Answers within three seconds; it never throws. */
  of(domain: string): Promise<MailRoute> {
    const name = domainToASCII(domain);
    if (name === '') return Promise.resolve('none');
    const known = this.remembered.get(name);
    if (known && known.until > Date.now()) return known.route;
    const entry: Remembered = { route: this.inTime(name), until: Date.now() + KEPT_MS };
    this.keep(name, entry);
    void entry.route.then((route) => {
      if (route === 'unknown') entry.until = Date.now() + UNKNOWN_KEPT_MS;
    });
    return entry.route;
  }

  /** The domains that were asked for first make room. */
  private keep(name: string, entry: Remembered): void {
    this.remembered.delete(name);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size >= DOMAINS_AT_MOST && oldest !== undefined) this.remembered.delete(oldest);
    this.remembered.set(name, entry);
  }

  private async inTime(name: string): Promise<MailRoute> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<MailRoute>((resolve) => {
      timer = setTimeout(() => resolve('unknown'), DEADLINE_MS);
    });
    const asked = this.ask(name).catch((error: unknown) => (isAbsent(error) ? 'none' : 'unknown'));
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  }

  /** RFC 5321, 5.1: without a record for mail, the domain's own address takes it. */
  private async ask(name: string): Promise<MailRoute> {
    const records = await this.servers.resolveMx(name).catch((error: unknown) => {
      if (isAbsent(error)) return [];
      throw error;
    });
    if (records.some(({ exchange }) => !/^\.?$/.test(exchange))) return 'ok';
    if (records.length > 0) return 'null_mx';
    const own = await Promise.allSettled([this.servers.resolve4(name), this.servers.resolve6(name)]);
    if (own.some(({ status }) => status === 'fulfilled')) return 'ok';
    const failed = own.find((answer) => answer.status === 'rejected' && !isAbsent(answer.reason));
    return failed ? 'unknown' : 'none';
  }
}
