import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { Brand, BrandAnswer, BrandUpdated, BrandVersion, BrandVersionContent } from './brand.answers.dto.js';
import { BrandChanges } from './brand.dto.js';
import { BrandService } from './brand.service.js';

@ApiTags('Brand')
@Controller('api/brand')
export class BrandController {
  constructor(private readonly brands: BrandService) {}

  /** Reads your brand; what has never been set has its default. */
  @Get()
  @Answers('raw')
  async get(@CurrentUser() caller: Caller): Promise<BrandAnswer> {
    return { brand: await this.brands.get(caller.id) };
  }

  /** Changes your brand; what is left out stays as it is. Every change is a new version. */
  @Put()
  @Answers('status')
  async change(@CurrentUser() caller: Caller, @Body() changes: BrandChanges): Promise<BrandUpdated> {
    return { message: 'Brand information updated', brand: await this.brands.change(caller.id, changes) };
  }

  /** Changes your brand, for older clients: the same as `PUT /api/brand`. */
  @Post('update')
  @HttpCode(200)
  @Answers('status')
  async update(@CurrentUser() caller: Caller, @Body() changes: BrandChanges): Promise<BrandUpdated> {
    return this.change(caller, changes);
  }

  /** Lists the versions of your brand, newest first. */
  @Get('versions')
  @Lists(BrandVersion)
  async versions(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<BrandVersion>> {
    const { items, nextCursor } = await this.brands.versions(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Reads your brand as it was in a version. */
  @Get('versions/:version')
  version(@CurrentUser() caller: Caller, @Param('version') version: string): Promise<BrandVersionContent> {
    return this.brands.version(caller.id, version);
  }

  /** Makes your brand what it was in a version; that is a new version too. A logo deleted since stays deleted. */
  @Post('versions/:version/restore')
  @HttpCode(200)
  restore(@CurrentUser() caller: Caller, @Param('version') version: string): Promise<Brand> {
    return this.brands.restore(caller.id, version);
  }
}
