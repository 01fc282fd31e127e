import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { ProjectState } from '../projects/project.dto.js';
import { VideoProjects } from '../projects/project.service.js';
import { VideoExtensions } from './extension.service.js';
import { Filming } from './filming.service.js';
import { ExtendVideo, GenerateVideo, StartedGeneration } from './generation.dto.js';
import { GenerationEnds } from './generation-ends.js';

@ApiTags('AI video')
@Controller('ai-video')
@Answers('raw')
export class GenerationController {
  constructor(
    private readonly filming: Filming,
    private readonly extensions: VideoExtensions,
    private readonly ends: GenerationEnds,
    private readonly projects: VideoProjects,
  ) {}

  /** Has the video of a project made. One that takes the place of another is shown once it is made. */
  @Post(['generate-video', 'generate'])
  @HttpCode(200)
  @RateClass('generation')
  @AlsoFails(404)
  film(@CurrentUser() caller: Caller, @Body() wanted: GenerateVideo): Promise<StartedGeneration> {
    return this.filming.film(caller.id, wanted);
  }

  /** Lets the video of a project go on for seven more seconds, while its provider still keeps it. */
  @Post('extend')
  @HttpCode(200)
  @RateClass('generation')
  @AlsoFails(404)
  extend(@CurrentUser() caller: Caller, @Body() wanted: ExtendVideo): Promise<StartedGeneration> {
    return this.extensions.extend(caller.id, wanted);
  }

  /** Stops the making of a video: clips that were started are paid for and kept, no others are started. */
  @Post('cancel/:projectId')
  @HttpCode(200)
  async cancel(@CurrentUser() caller: Caller, @Param('projectId') projectId: string): Promise<ProjectState> {
    const { id } = await this.projects.get(caller.id, projectId);
    await this.ends.cancel(caller.id, id);
    return this.projects.state(caller.id, id);
  }
}
