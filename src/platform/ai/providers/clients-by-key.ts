const MOST = 200;

/** One SDK client per key, so that what it holds is reused. The one unused for longest makes room. */
export class ClientsByKey<Client> {
  private readonly clients = new Map<string, Client>();

  constructor(private readonly make: (key: string) => Client) {}

  of(key: string): Client {
    const client = this.clients.get(key) ?? this.make(key);
    this.clients.delete(key);
    this.clients.set(key, client);
    const [oldest] = this.clients.keys();
    if (this.clients.size > MOST && oldest !== undefined) this.clients.delete(oldest);
    return client;
  }
}
