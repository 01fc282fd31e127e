/** One mail that a server has taken responsibility for. */
export interface Taken {
  readonly address: string;
  readonly by: 'smtp' | 'api';
  /** Of the process' clock, in milliseconds. */
  readonly at: number;
}

/** What was taken, by the id of the message, by whichever server. */
export class Books {
  readonly taken = new Map<string, Taken[]>();

  note(id: string, by: Taken['by'], address: string): void {
    this.taken.set(id, [...(this.taken.get(id) ?? []), { address, by, at: performance.now() }]);
  }

  has(id: string): boolean {
    return this.taken.has(id);
  }

  get all(): Taken[] {
    return [...this.taken.values()].flat();
  }

  countOf(by: Taken['by']): number {
    return this.all.filter((mail) => mail.by === by).length;
  }
}
