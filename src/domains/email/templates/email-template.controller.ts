import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { PageQuery } from '#platform/http/page-query';
import {
  EmailTemplate,
  EmailTemplateChange,
  EmailTemplateDeleted,
  EmailTemplates,
  NewEmailTemplate,
  TemplateCopy,
} from './email-template.dto.js';
import { EmailTemplateService } from './email-template.service.js';

@ApiTags('E-mail')
@Controller('api/email/templates')
export class EmailTemplateController {
  constructor(private readonly templates: EmailTemplateService) {}

  /** Lists the templates: the built-in ones, then the caller's own, newest first. */
  @Get()
  @Answers('raw')
  list(@CurrentUser() caller: Caller, @Query() query: PageQuery): Promise<EmailTemplates> {
    return this.templates.list(caller.id, query);
  }

  /** Keeps a template after checking that it can be read and filled. */
  @Post()
  @HttpCode(201)
  add(@CurrentUser() caller: Caller, @Body() body: NewEmailTemplate): Promise<EmailTemplate> {
    return this.templates.add(caller.id, body);
  }

  /** Shows a template with the words that are live. */
  @Get(':templateId')
  get(@CurrentUser() caller: Caller, @Param('templateId') templateId: string): Promise<EmailTemplate> {
    return this.templates.get(caller.id, templateId);
  }

  /** Changes a template; other words are a new revision. One that comes with the product is copied instead. */
  @Put(':templateId')
  replace(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
    @Body() change: EmailTemplateChange,
  ): Promise<EmailTemplate> {
    return this.templates.change(caller.id, templateId, change);
  }

  /** Changes a template; other words are a new revision. One that comes with the product is copied instead. */
  @Patch(':templateId')
  change(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
    @Body() change: EmailTemplateChange,
  ): Promise<EmailTemplate> {
    return this.templates.change(caller.id, templateId, change);
  }

  /** Deletes a template with its revisions; mail that was planned with it is sent all the same. */
  @Delete(':templateId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
  ): Promise<EmailTemplateDeleted> {
    await this.templates.remove(caller.id, templateId);
    return { deleted: true };
  }

  /** Makes a template of your own that says what another says, also one that comes with the product. */
  @Post(':templateId/copy')
  @HttpCode(201)
  copy(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
    @Body() { name }: TemplateCopy,
  ): Promise<EmailTemplate> {
    return this.templates.copy(caller.id, templateId, name);
  }
}
