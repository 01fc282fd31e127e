/** What `GET /` says. */
export class Welcome {
  /** @example 'Marketing Automation Backend API' */
  message!: string;
  /** @example 'running' */
  status!: string;
}
