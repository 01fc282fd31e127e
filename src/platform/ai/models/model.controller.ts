import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly, CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { Jobs } from '#platform/jobs/jobs';
import { Model, ModelQuery, Models, ModelUpdate } from './model.dto.js';
import { RefreshModelsJob } from './model.jobs.js';
import { ModelOverride } from './model-override.dto.js';
import { ModelService } from './model.service.js';

@ApiTags('AI')
@Controller('api/ai/models')
export class ModelController {
  constructor(
    private readonly models: ModelService,
    private readonly jobs: Jobs,
  ) {}

  /** Lists the models: what they can do, what they cost, and until when they are there. */
  @Get()
  list(@Query() query: ModelQuery): Models {
    return { models: this.models.list(query) };
  }

  /** Lists what providers answered when they were asked for their models, newest first. */
  @Get('updates')
  @AdminOnly()
  @Lists(ModelUpdate)
  async updates(@Query() query: PageQuery): Promise<Listed<ModelUpdate>> {
    const page = await this.models.updates(query);
    return new Listed(page.items, page.nextCursor);
  }

  /** Asks every provider that has a key which models it has; the answers are added to `updates`. */
  @Post('refresh')
  @AdminOnly()
  @HttpCode(202)
  async refresh(): Promise<void> {
    await this.jobs.send(RefreshModelsJob, { reason: 'asked for' });
  }

  /**
   * Sets what differs about a model for everybody; what is left out is as the catalogue has it. With `provider` and `kind`, a name
   * that the catalogue does not have is added to it.
   */
  @Put(':name')
  @AdminOnly()
  override(
    @CurrentUser() caller: Caller,
    @Param('name') name: string,
    @Body() override: ModelOverride,
  ): Promise<Model> {
    return this.models.override(caller.id, name, override);
  }

  /** Takes back what has been changed about a model; one that was added is gone, and told as it was. */
  @Delete(':name')
  @AdminOnly()
  @AlsoFails(422)
  reset(@Param('name') name: string): Promise<Model> {
    return this.models.reset(name);
  }
}
