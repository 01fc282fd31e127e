import { ArrayMaxSize, IsArray, IsString, IsUUID, MaxLength } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

/** Addresses of one job. */
export const ADDRESSES_AT_MOST = 1_000;

export class ConsentWithdrawn {
  @IsUUID()
  ownerId!: string;

  /** The addresses that are no longer to be written to. */
  @IsArray()
  @ArrayMaxSize(ADDRESSES_AT_MOST)
  @IsString({ each: true })
  @MaxLength(254, { each: true })
  emails!: string[];
}

/**
 * Asked for when consent of leads is withdrawn, and when leads without consent are deleted: their addresses are to be kept
 * from mail also by whoever does not know the leads.
 */
export const ConsentWithdrawnJob = defineJob('leads.consent-withdrawn', ConsentWithdrawn, {
  tenant: 'ownerId',
});

export class ImportLeads {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  importId!: string;
}

/** Asked for once an uploaded file of leads lies in storage. */
export const ImportLeadsJob = defineJob('leads.import-csv', ImportLeads, {
  tenant: 'ownerId',
  retryLimit: 3,
  expireInSeconds: 600,
});
