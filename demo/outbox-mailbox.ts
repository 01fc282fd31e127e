import type { Mail, Mailbox } from './mailbox.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** The outbox of a running server, read on the pages a person would look at. */
export class OutboxMailbox implements Mailbox {
  readonly name = 'outbox';
  private readonly url: string;

  constructor(serverUrl: string) {
    this.url = `${serverUrl}/dev/outbox`;
  }

  async mailOf({ id, email }: { id: string; email: string }): Promise<Mail | undefined> {
    const answer = await fetch(`${this.url}/${id}`);
    if (!answer.ok) return undefined;
    const page = await answer.text();
    const headers = page.matchAll(/<tr><th>([^<]*)<\/th><td>([^<]*)<\/td><\/tr>/g);
    return {
      to: email,
      subject: plain(/<h1>([^<]*)<\/h1>/.exec(page)?.[1]),
      html: plain(/ srcdoc="([^"]*)"/.exec(page)?.[1]),
      text: plain(/<pre>([^<]*)<\/pre>/.exec(page)?.[1]),
      headers: new Map([...headers].map(([, key, value]) => [plain(key).toLowerCase(), plain(value)])),
    };
  }
}

function plain(markup = ''): string {
  return markup.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}
