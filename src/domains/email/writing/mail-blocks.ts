import { Injectable } from '@nestjs/common';
import { BlockRepository } from '../templates/blocks/block.repository.js';
import { includedNames } from './included-blocks.js';
import { blocksOf, type MailWords } from './mail-words.js';

/** One more than blocks may include each other deep, so that a level too many is seen. */
const ROUNDS = 6;

/** Finds the blocks that mails are put together from. */
@Injectable()
export class MailBlocks {
  constructor(private readonly blocks: BlockRepository) {}

  /** The blocks that the words include, and those that these include, by name: one question for each level. */
  async in(ownerId: string, words: readonly MailWords[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    let names = [...new Set(words.flatMap(blocksOf))];
    for (let round = 0; round < ROUNDS && names.length > 0; round++) {
      const level = await this.blocks.named(ownerId, names);
      for (const [name, content] of level) found.set(name, content);
      names = [...new Set([...level.values()].flatMap(includedNames))].filter((name) => !found.has(name));
    }
    return found;
  }
}
