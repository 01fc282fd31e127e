import PostalMime from 'postal-mime';

/** A mail kept in the outbox, as a person looks at it. */
export interface OutboxMail {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly date: string;
  readonly html: string;
  readonly text: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

/** Reads a mail as it travels. */
export async function readMime(id: string, bytes: Buffer): Promise<OutboxMail> {
  const mail = await PostalMime.parse(bytes);
  const [to] = mail.to ?? [];
  return {
    id,
    from: mail.from ? `${mail.from.name ?? ''} <${mail.from.address ?? ''}>`.trim() : '',
    to: to?.address ?? '',
    subject: mail.subject ?? '',
    date: mail.date ?? '',
    html: mail.html ?? '',
    text: mail.text ?? '',
    headers: mail.headers.map(({ originalKey, value }) => ({ key: originalKey, value })),
  };
}
