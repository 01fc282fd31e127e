import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { EmailBlock, EmailBlockContent, EmailBlockDeleted } from './block.dto.js';
import { BlockService } from './block.service.js';

@ApiTags('E-mail')
@Controller('api/email/blocks')
export class BlockController {
  constructor(private readonly blocks: BlockService) {}

  /** Lists the parts that your templates may include, newest first. */
  @Get()
  @Lists(EmailBlock)
  async list(@CurrentUser() caller: Caller, @Query() query: PageQuery): Promise<Listed<EmailBlock>> {
    const { items, nextCursor } = await this.blocks.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Shows one part. */
  @Get(':name')
  get(@CurrentUser() caller: Caller, @Param('name') name: string): Promise<EmailBlock> {
    return this.blocks.get(caller.id, name);
  }

  /** Keeps a part under a name of small letters, digits, `-` and `_`. What is planned and sent already stays as it is. */
  @Put(':name')
  put(
    @CurrentUser() caller: Caller,
    @Param('name') name: string,
    @Body() { content }: EmailBlockContent,
  ): Promise<EmailBlock> {
    return this.blocks.put(caller.id, name, content);
  }

  /** Deletes a part; templates that include it cannot be sent until they are changed. */
  @Delete(':name')
  async remove(@CurrentUser() caller: Caller, @Param('name') name: string): Promise<EmailBlockDeleted> {
    await this.blocks.remove(caller.id, name);
    return { deleted: true };
  }
}
