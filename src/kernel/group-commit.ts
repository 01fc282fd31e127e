const MOST_AT_ONCE = 256;

/** Gathers what is asked for while a statement is under way and asks for all of it with the next one. */
export class GroupCommit<Item, Answer> {
  private waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  private running = false;

  /** `commit` answers its items in their order. */
  constructor(private readonly commit: (items: Item[]) => Promise<readonly Answer[]>) {}

  ask(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      // Whoever asks in the same turn of the event loop travels along.
      await nextTurn();
      const batch = this.waiting.splice(0, MOST_AT_ONCE);
      try {
        const answers = await this.commit(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.running = false;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
