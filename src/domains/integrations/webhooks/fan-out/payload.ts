interface Told {
  readonly type: string;
  /** When it happened. @example '2026-11-28T11:00:00.123456Z' */
  readonly at: string;
  readonly webhookId: string;
  /** As JSON. */
  readonly data: string;
}

/** What a webhook is sent: what Standard Webhooks asks for, and under `event` the name by which older receivers know it. */
export function payloadOf({ type, at, webhookId, data }: Told): string {
  const head = JSON.stringify({ type, event: type, timestamp: at, webhook_id: webhookId });
  return `${head.slice(0, -1)},"data":${data}}`;
}
