import { Injectable } from '@nestjs/common';
import { type Condition, LookRepository } from './look.repository.js';

/** Clocks tick within a few milliseconds of one another; so long the first waits for the others. */
const GATHERED_MS = 25;

interface Look {
  readonly condition: Condition;
  readonly resolve: (holds: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Asks the database in one statement what the clocks of all rooms want to know at the same moment; no room knows of another's. */
@Injectable()
export class Lookout {
  private gathered: Look[] = [];

  constructor(private readonly looks: LookRepository) {}

  holds(condition: Condition): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.gathered.push({ condition, resolve, reject });
      if (this.gathered.length === 1) setTimeout(() => void this.look(), GATHERED_MS);
    });
  }

  private async look(): Promise<void> {
    const looks = this.gathered.splice(0);
    try {
      const answers = await this.looks.answers(looks.map(({ condition }) => condition));
      looks.forEach(({ resolve }, place) => resolve(answers[place] === true));
    } catch {
      // One that cannot be answered does not silence the others.
      for (const { condition, resolve, reject } of looks)
        this.looks.answers([condition]).then(([holds]) => resolve(holds === true), reject);
    }
  }
}
