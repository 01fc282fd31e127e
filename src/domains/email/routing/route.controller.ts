import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { CreateRoute, MailRoute, ReplaceRoute, RouteDeleted } from './route.dto.js';
import { RouteService } from './route.service.js';

/** Which mail goes out by which transports. */
@ApiTags('E-mail sending')
@Controller('api/email/routes')
export class RouteController {
  constructor(private readonly routes: RouteService) {}

  /** Lists your rules, newest first. Without any, mail goes by all of your transports, the oldest first. */
  @Get()
  @Lists(MailRoute)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<MailRoute>> {
    const { items, nextCursor } = await this.routes.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Adds a rule. */
  @Post()
  @HttpCode(201)
  create(@CurrentUser() caller: Caller, @Body() route: CreateRoute): Promise<MailRoute> {
    return this.routes.create(caller.id, route);
  }

  /** Puts a rule in the place of one that is there. */
  @Put(':routeId')
  replace(
    @CurrentUser() caller: Caller,
    @Param('routeId') routeId: string,
    @Body() route: ReplaceRoute,
  ): Promise<MailRoute> {
    return this.routes.replace(caller.id, routeId, route);
  }

  /** Deletes a rule. */
  @Delete(':routeId')
  async remove(@CurrentUser() caller: Caller, @Param('routeId') routeId: string): Promise<RouteDeleted> {
    await this.routes.remove(caller.id, routeId);
    return { deleted: true };
  }
}
