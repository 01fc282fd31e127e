/** Under which name a transport's secret lies in the vault. */
export const secretOfTransport = (id: string) => `mail_transport:${id}` as const;
