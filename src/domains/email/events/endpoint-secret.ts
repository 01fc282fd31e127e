/** Under which name an endpoint's secret lies in the vault. */
export const secretOfEndpoint = (id: string) => `mail_events:${id}` as const;
