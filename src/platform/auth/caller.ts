/** The key by which a machine has come in. */
interface CallersKey {
  readonly id: string;
  /** Null for as many as the server allows a key. */
  readonly requestsPerMinute: number | null;
}

/** Who is asking: the subject of a verified access token, or the owner of an API key. */
export interface Caller {
  readonly id: string;
  readonly email: string | undefined;
  /** True by the token's `app_metadata`; `Administrators` also looks at `user_roles`. */
  readonly isAdmin: boolean;
  /** When the account is to be deleted; until then it is read and not changed. */
  readonly restsUntil?: string | undefined;
  /** When the token ends, in seconds since 1970; infinite for a key without an end. */
  readonly expiresAt: number;
  /** Only where the caller is a machine. */
  readonly apiKey?: CallersKey;
}
