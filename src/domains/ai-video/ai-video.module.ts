import { Module } from '@nestjs/common';
import { AiModule } from '#platform/ai/ai.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { MediaModule } from '#platform/media/media.module';
import { StorageModule } from '#platform/storage/storage.module';
import { WebModule } from '#platform/web/web.module';
import { EventsModule } from '#platform/events/events.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { Beginnings } from './clips/beginnings.service.js';
import { BegunRetention } from './clips/begun-retention.js';
import { BegunRepository } from './clips/begun.repository.js';
import { ClipClock } from './clips/clip.clock.js';
import { ClipEnds } from './clips/clip-ends.js';
import { ClipRepository } from './clips/clip.repository.js';
import { ClipWorker } from './clips/clip-worker.js';
import { DueClipRepository } from './clips/due-clip.repository.js';
import { VideoExtensions } from './clips/extension.service.js';
import { Filming } from './clips/filming.service.js';
import { FollowClipsHandler } from './clips/follow-clips.handler.js';
import { GenerationEnds } from './clips/generation-ends.js';
import { GenerationRepository } from './clips/generation.repository.js';
import { GenerationController } from './clips/generation.controller.js';
import { VideoGenerations } from './clips/generation.service.js';
import { FilmFileController } from './files/film-file.controller.js';
import { FilmFiles } from './files/film-file.service.js';
import { FilmLinks } from './files/film-links.js';
import { FilmStore } from './files/film-store.js';
import { FilmRepository } from './film.repository.js';
import { FirstFrames } from './images/first-frames.js';
import { ImageController } from './images/image.controller.js';
import { ImageRepository } from './images/image.repository.js';
import { SceneImages } from './images/image.service.js';
import { SceneFiles } from './images/scene-files.js';
import { PlanController } from './plans/plan.controller.js';
import { VideoPlans } from './plans/plan.service.js';
import { PlanWriter } from './plans/plan-writer.js';
import { ProjectController } from './projects/project.controller.js';
import { ProjectEnds } from './projects/project-ends.js';
import { ProjectRepository } from './projects/project.repository.js';
import { VideoProjects } from './projects/project.service.js';

/** How videos are made: workers, and what they write. */
const CLIPS = [
  VideoGenerations,
  VideoExtensions,
  Beginnings,
  BegunRepository,
  BegunRetention,
  GenerationEnds,
  GenerationRepository,
  Filming,
  ClipRepository,
  DueClipRepository,
  ClipWorker,
  ClipEnds,
  ClipClock,
  FollowClipsHandler,
];

/** Short videos made by models: planned scene by scene, filmed clip by clip, kept with their images. */
@Module({
  imports: [
    AiModule,
    ClockModule,
    EventsModule,
    JobsModule,
    MediaModule,
    RetentionModule,
    StorageModule,
    WebModule,
  ],
  controllers: [PlanController, ImageController, GenerationController, ProjectController, FilmFileController],
  providers: [
    VideoPlans,
    PlanWriter,
    SceneImages,
    SceneFiles,
    ImageRepository,
    FirstFrames,
    VideoProjects,
    ProjectRepository,
    ProjectEnds,
    FilmRepository,
    FilmFiles,
    FilmLinks,
    FilmStore,
    ...CLIPS,
  ],
  exports: [VideoPlans, VideoGenerations, VideoProjects],
})
export class AiVideoModule {}
