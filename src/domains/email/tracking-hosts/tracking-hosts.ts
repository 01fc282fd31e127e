import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { TrackingHostRepository } from './tracking-host.repository.js';

const KEPT_MS = 10_000;
const HOSTS_AT_MOST = 1_000;
const LONGEST_NAME = 253;

interface Known {
  readonly until: number;
  readonly owner: Promise<string | undefined>;
}

/** By which names requests come in that are an owner's own. What is known of a name is read once in ten seconds. */
@Injectable()
export class TrackingHosts {
  private readonly known = new Map<string, Known>();
  private readonly ours: string;

  constructor(
    private readonly hosts: TrackingHostRepository,
    settings: Settings,
  ) {
    this.ours = new URL(settings.backendUrl).hostname;
  }

  /** Undefined for our own name, and for any other that is no tracking domain. */
  async ownerOf(given: string): Promise<string | undefined> {
    const host = given.toLowerCase().replace(/\.$/, '');
    if (host === this.ours || !host.includes('.') || host.length > LONGEST_NAME || isIP(host) !== 0)
      return undefined;
    const known = this.known.get(host);
    if (known && known.until > Date.now()) return known.owner;
    this.known.delete(host);
    const [oldest] = this.known.keys();
    if (this.known.size >= HOSTS_AT_MOST && oldest !== undefined) this.known.delete(oldest);
    const owner = this.hosts.ownerOf(host);
    this.known.set(host, { until: Date.now() + KEPT_MS, owner });
    owner.catch(() => this.known.delete(host));
    return owner;
  }

  /** What this process knows of a name is read again. */
  forget(host: string): void {
    this.known.delete(host);
  }
}
