import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { PLATFORM } from './choose-route.js';
import type { CreateRoute, MailRoute } from './route.dto.js';
import { type RouteContent, RouteRepository } from './route.repository.js';
import { RouteNotFound, RouteUnfit, TooManyRoutes } from './routing.errors.js';
import { WayChanges } from './way-changes.js';

const ROUTES_AT_MOST = 100;

/** The owner's rules for which mail goes out by which transports. */
@Injectable()
export class RouteService {
  constructor(
    private readonly database: Database,
    private readonly routes: RouteRepository,
    private readonly ways: WayChanges,
  ) {}

  list(ownerId: string, page: PageQuery): Promise<Page<MailRoute>> {
    return this.routes.list(ownerId, page);
  }

  create(ownerId: string, wanted: CreateRoute): Promise<MailRoute> {
    return this.changed(ownerId, wanted, async (rule) => {
      const route = await this.routes.add(ownerId, rule, ROUTES_AT_MOST);
      if (!route) throw new TooManyRoutes(ROUTES_AT_MOST);
      return route;
    });
  }

  replace(ownerId: string, id: string, wanted: CreateRoute): Promise<MailRoute> {
    return this.changed(ownerId, wanted, async (rule) => {
      const route = isUuid(id) ? await this.routes.replace(ownerId, id, rule) : undefined;
      if (!route) throw new RouteNotFound(id);
      return route;
    });
  }

  async remove(ownerId: string, id: string): Promise<void> {
    await this.database.transaction(async () => {
      if (!isUuid(id) || !(await this.routes.remove(ownerId, id))) throw new RouteNotFound(id);
      await this.ways.changed(ownerId);
    });
  }

  private changed(
    ownerId: string,
    wanted: CreateRoute,
    change: (rule: RouteContent) => Promise<MailRoute>,
  ): Promise<MailRoute> {
    const rule: RouteContent = {
      position: wanted.position ?? 0,
      stream: wanted.stream ?? null,
      campaign_id: wanted.campaign_id ?? null,
      identity_id: wanted.identity_id ?? null,
      recipient_domain: wanted.recipient_domain ?? null,
      transports: [...new Set(wanted.transports)],
      active: wanted.active ?? true,
    };
    return this.database.transaction(async () => {
      const own = rule.transports.filter((id) => id !== PLATFORM);
      // First: of a rule that is not there nothing else is told.
      const route = await change(rule);
      const [stranger] = await this.routes.strangers(ownerId, own, rule.identity_id);
      if (stranger !== undefined)
        throw new RouteUnfit(`${stranger} is neither a transport nor an identity of yours.`);
      await this.ways.changed(ownerId);
      return route;
    });
  }
}
