import { IsBoolean, IsIn, IsNumber, IsOptional, IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class FollowClips {
  @IsIn(['clock', 'request'])
  askedBy!: 'clock' | 'request';
}

/** Starts, asks for and fetches the clips that are due, of all tenants. */
export const FollowClipsJob = defineJob('ai-video.follow-clips', FollowClips, {
  retryLimit: 1,
  concurrency: 4,
  oneWaiting: true,
  expireInSeconds: 900,
});

export class VideoEnded {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  projectId!: string;

  @IsUUID()
  generation!: string;

  /** The campaign it was for when it ended: its project may be deleted before this is heard. */
  @IsOptional()
  @IsUUID()
  campaignId?: string | null;

  @IsBoolean()
  isMade!: boolean;

  /** What was made for it has cost, and was not told before. */
  @IsNumber()
  dollars!: number;
}

/** A video is made, will not be, or was deleted. Told once for each generation. */
export const VideoEndedJob = defineJob('ai-video.tell-ended', VideoEnded, {
  tenant: 'ownerId',
  retryLimit: 8,
});
