/** A lead that was deleted and can be restored. */
export class RemovedLead {
  id!: string;
  name!: string | null;
  email!: string | null;
  company!: string | null;
  removed_at!: string;
}

export class LeadForgotten {
  forgotten!: true;
}
