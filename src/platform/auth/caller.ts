/** Who is asking: the subject of a verified access token. */
export interface Caller {
  readonly id: string;
  readonly email: string | undefined;
  /** True by the token's `app_metadata`; `AdminGuard` also looks at `user_roles`. */
  readonly isAdmin: boolean;
  /** When the token ends, in seconds since 1970. */
  readonly expiresAt: number;
}
