/** Something that was done with your account. */
export class AuditEntry {
  id!: string;
  /** @example "export.requested" */
  event!: string;
  /** What more there is to say of it. */
  details!: Record<string, unknown>;
  at!: string;
  /** From where it was asked for. */
  ip_address!: string | null;
  user_agent!: string | null;
}
