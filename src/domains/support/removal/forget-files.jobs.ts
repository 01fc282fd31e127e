import { ArrayMaxSize, IsString, MaxLength } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class ForgetSupportFiles {
  /** Files that are to go, unless a message has them. */
  @ArrayMaxSize(1_000)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  paths!: string[];
}

/** Asked for when tickets are deleted. */
export const ForgetSupportFilesJob = defineJob('support.forget-files', ForgetSupportFiles, {
  retryLimit: 10,
});
