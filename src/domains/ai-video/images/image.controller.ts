import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { MakeImages, VideoImages } from './image.dto.js';
import { SceneImages } from './image.service.js';

@ApiTags('AI video')
@Controller('ai-video')
@Answers('raw')
export class ImageController {
  constructor(private readonly images: SceneImages) {}

  /**
   * Makes an image for each scene, for three minutes at most; those that could not be made are null and cost nothing. One request
   * at a time makes images of a project, which is `planning` again whatever becomes of it.
   */
  @Post('generate-images')
  @HttpCode(200)
  @RateClass('generation')
  @AlsoFails(404)
  make(
    @CurrentUser() caller: Caller,
    @Body() { project_id, scene_descriptions }: MakeImages,
  ): Promise<VideoImages> {
    return this.images.make(caller.id, project_id, scene_descriptions);
  }
}
