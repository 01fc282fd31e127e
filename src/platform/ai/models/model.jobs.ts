import { IsString } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

/** Why providers are asked for their models. */
export class RefreshModels {
  @IsString()
  reason!: string;
}

export const RefreshModelsJob = defineJob('ai.refresh-models', RefreshModels, {
  oneWaiting: true,
});
