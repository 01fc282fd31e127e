import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import {
  AiVideoProject,
  DeletedProject,
  NamedProject,
  ProjectList,
  ProjectQuery,
  ProjectState,
  SavedProject,
} from './project.dto.js';
import { VideoProjects } from './project.service.js';

@ApiTags('AI video')
@Controller('ai-video')
@Answers('raw')
export class ProjectController {
  constructor(private readonly projects: VideoProjects) {}

  /** Tells how far a video is, and where it lies once it is made. */
  @Get('status/:projectId')
  status(@CurrentUser() caller: Caller, @Param('projectId') projectId: string): Promise<ProjectState> {
    return this.projects.state(caller.id, projectId);
  }

  /** Lists your videos, newest first. */
  @Get('projects')
  list(@CurrentUser() caller: Caller, @Query() query: ProjectQuery): Promise<ProjectList> {
    return this.projects.list(caller.id, query);
  }

  /** Tells everything of one video. */
  @Get('projects/:projectId')
  one(@CurrentUser() caller: Caller, @Param('projectId') projectId: string): Promise<AiVideoProject> {
    return this.projects.one(caller.id, projectId);
  }

  /** Marks a project as one that you keep. */
  @Post('save')
  @HttpCode(200)
  @AlsoFails(404)
  async save(@CurrentUser() caller: Caller, @Query() { project_id }: NamedProject): Promise<SavedProject> {
    await this.projects.save(caller.id, project_id);
    return { status: 'saved', project_id };
  }

  /** Deletes a project with its images and clips. */
  @Delete('projects/:projectId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('projectId') projectId: string,
  ): Promise<DeletedProject> {
    await this.projects.remove(caller.id, projectId);
    return { status: 'deleted', project_id: projectId };
  }
}
