import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { PageQuery } from '#platform/http/page-query';
import { EmailTemplate, EmailTemplates, NewEmailTemplate } from './email-template.dto.js';
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
}
