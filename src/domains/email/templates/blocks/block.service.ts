import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { BlockNameUnfit, BlockNotFound, TooManyBlocks } from '../../email.errors.js';
import { includedNames, withBlocks } from '../../writing/included-blocks.js';
import { parseTemplate } from '../liquid.js';
import { MailBlocks } from '../../writing/mail-blocks.js';
import type { EmailBlock } from './block.dto.js';
import { BlockRepository } from './block.repository.js';

const NAME = /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/;
const MOST = 500;

/** Parts that several templates share. A mail that was planned keeps what they said then. */
@Injectable()
export class BlockService {
  constructor(
    private readonly database: Database,
    private readonly blocks: BlockRepository,
    private readonly included: MailBlocks,
  ) {}

  list(ownerId: string, page: PageQuery): Promise<Page<EmailBlock>> {
    return this.blocks.list(ownerId, page);
  }

  async get(ownerId: string, name: string): Promise<EmailBlock> {
    const block = NAME.test(name) ? await this.blocks.find(ownerId, name) : undefined;
    if (!block) throw new BlockNotFound(name);
    return block;
  }

  /** Keeps a block that can be read. Throws `email/template-invalid` for one that cannot, or that would include itself. */
  put(ownerId: string, name: string, content: string): Promise<EmailBlock> {
    if (!NAME.test(name)) throw new BlockNameUnfit(name);
    return this.database.transaction(async () => {
      await this.check(ownerId, name, content);
      if ((await this.blocks.count(ownerId)) >= MOST && !(await this.blocks.find(ownerId, name)))
        throw new TooManyBlocks(MOST);
      return this.blocks.put(ownerId, name, content);
    });
  }

  async remove(ownerId: string, name: string): Promise<void> {
    if (!NAME.test(name) || !(await this.blocks.remove(ownerId, name))) throw new BlockNotFound(name);
  }

  private async check(ownerId: string, name: string, content: string): Promise<void> {
    const others =
      includedNames(content).length === 0
        ? new Map<string, string>()
        : await this.included.in(ownerId, [{ subject: '', html: content }]);
    others.set(name, content);
    parseTemplate('HTML', withBlocks('HTML', `{% include '${name}' %}`, others));
  }
}
