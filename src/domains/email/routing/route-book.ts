import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { MailChannels } from '#platform/channels/transports/mail-channels';
import { PlatformMail } from '#platform/channels/transports/platform-mail';
import { Database } from '#platform/database/database';
import { Secrets } from '#platform/secrets/secrets';
import { MailRest } from '../delivery/mail-rest.js';
import { chooseRoute, PLATFORM, type Routed, type RouteRule } from './choose-route.js';
import { RouteRepository } from './route.repository.js';
import { secretOfTransport } from './transport-secret.js';
import { type StoredTransport, TransportRepository } from './transport.repository.js';
import { OWNERS_WORD_KEPT_MS, type Way, type Ways } from './way.js';

const OWNERS_AT_MOST = 1_000;
const WAYS_AT_MOST = 500;

interface OwnerRoutes {
  readonly rules: readonly RouteRule[];
  readonly own: ReadonlyMap<string, Way>;
}

interface KeptWay {
  readonly made: string;
  readonly way: Way;
}

/** By which transports mail goes out. What owners have said is read once in ten seconds; connections are kept for longer. */
@Injectable()
export class RouteBook implements OnApplicationShutdown {
  private readonly logger = new Logger('Mail');
  private readonly owners = new Map<string, { until: number; routes: Promise<OwnerRoutes> }>();
  private readonly kept = new Map<string, KeptWay>();
  private readonly platform: readonly Way[];

  constructor(
    private readonly database: Database,
    private readonly routes: RouteRepository,
    private readonly transports: TransportRepository,
    private readonly secrets: Secrets,
    private readonly channels: MailChannels,
    platform: PlatformMail,
  ) {
    this.platform = platform.transports.map(({ id, channel }) => {
      return { id, channel, rest: new MailRest(), limits: undefined };
    });
  }

  async waysFor(ownerId: string, mail: Routed): Promise<Ways> {
    const { rules, own } = await this.ofOwner(ownerId);
    const { transports, byRecipient } = chooseRoute(mail, rules, [...own.keys()]);
    const ways = transports.flatMap((id) => (id === PLATFORM ? this.platform : (own.get(id) ?? [])));
    return { ways, byRecipient };
  }

  /** What this process knows of an owner is read again; others read it within ten seconds. */
  forget(ownerId: string): void {
    this.owners.delete(ownerId);
  }

  onApplicationShutdown(): void {
    for (const { way } of this.kept.values()) this.channels.close(way.channel);
  }

  private ofOwner(ownerId: string): Promise<OwnerRoutes> {
    const known = this.owners.get(ownerId);
    if (known && known.until > Date.now()) return known.routes;
    this.owners.delete(ownerId);
    const [oldest] = this.owners.keys();
    if (this.owners.size >= OWNERS_AT_MOST && oldest !== undefined) this.owners.delete(oldest);
    const routes = this.database.as(ownerId, () => this.read(ownerId));
    this.owners.set(ownerId, { until: Date.now() + OWNERS_WORD_KEPT_MS, routes });
    routes.catch(() => this.owners.delete(ownerId));
    return routes;
  }

  private async read(ownerId: string): Promise<OwnerRoutes> {
    const transports = await this.transports.active(ownerId);
    const rules = await this.routes.active(ownerId);
    const names = transports.map(({ id }) => secretOfTransport(id));
    const secrets: Record<string, string | undefined> = await this.secrets.readMany(ownerId, names);
    const own = new Map<string, Way>();
    for (const transport of transports) {
      const way = this.wayBy(ownerId, transport, secrets[secretOfTransport(transport.id)]);
      if (way) own.set(transport.id, way);
    }
    return { rules, own };
  }

  /** A transport whose secret can no longer be read is passed over. */
  private wayBy(ownerId: string, transport: StoredTransport, secret: string | undefined): Way | undefined {
    const { id, provider, options, per_minute, per_day, updated_at } = transport;
    if (secret === undefined) {
      this.logger.warn({ transport: id }, 'A transport is passed over: its secret cannot be read');
      return undefined;
    }
    const limits = {
      subjectId: id,
      ownerId,
      perMinute: per_minute ?? undefined,
      perDay: per_day ?? undefined,
    };
    const made = JSON.stringify([updated_at, secret]);
    const kept = this.kept.get(id);
    if (kept?.made === made) return { ...kept.way, limits };
    if (kept) this.channels.close(kept.way.channel);
    const way = {
      id,
      channel: this.channels.open({ provider, options, secret }),
      rest: new MailRest(),
      limits,
    };
    this.keep(id, { made, way });
    return way;
  }

  private keep(id: string, kept: KeptWay): void {
    this.kept.delete(id);
    const [oldest] = this.kept.entries();
    if (this.kept.size >= WAYS_AT_MOST && oldest) {
      this.channels.close(oldest[1].way.channel);
      this.kept.delete(oldest[0]);
    }
    this.kept.set(id, kept);
  }
}
