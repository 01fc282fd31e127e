import { IsString, IsUUID, MaxLength } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class ConsentWithdrawn {
  @IsUUID()
  ownerId!: string;

  /** The address that is no longer to be written to. */
  @IsString()
  @MaxLength(254)
  email!: string;
}

/**
 * Asked for when a lead's consent is withdrawn, and when a lead without consent is deleted: the address is to be kept from
 * mail also by whoever does not know the lead.
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
