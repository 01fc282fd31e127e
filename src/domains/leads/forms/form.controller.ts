import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { CreateForm, EmbedCode, Form, FormDeleted, UpdateForm } from './form.dto.js';
import { FormService } from './form.service.js';

@ApiTags('Lead capture')
@Controller('api/lead-capture/forms')
export class FormController {
  constructor(private readonly forms: FormService) {}

  /** Lists your forms, newest first. */
  @Get()
  @Lists(Form)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<Form>> {
    const { items, nextCursor } = await this.forms.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Creates a form; what is left out gets a sound default, and there is always an e-mail field. */
  @Post()
  @HttpCode(201)
  create(@CurrentUser() caller: Caller, @Body() form: CreateForm): Promise<Form> {
    return this.forms.create(caller, form);
  }

  /** Reads one form. */
  @Get(':formId')
  get(@CurrentUser() caller: Caller, @Param('formId') formId: string): Promise<Form> {
    return this.forms.get(caller.id, formId);
  }

  /** Changes a form; what is left out stays as it is. */
  @Put(':formId')
  update(
    @CurrentUser() caller: Caller,
    @Param('formId') formId: string,
    @Body() changes: UpdateForm,
  ): Promise<Form> {
    return this.forms.update(caller, formId, changes);
  }

  /** Deletes a form; its leads stay. */
  @Delete(':formId')
  async remove(@CurrentUser() caller: Caller, @Param('formId') formId: string): Promise<FormDeleted> {
    await this.forms.remove(caller.id, formId);
    return { deleted: true };
  }

  /** Gives the snippets that put the form on a web page. */
  @Get(':formId/embed-code')
  embedCode(@CurrentUser() caller: Caller, @Param('formId') formId: string): Promise<EmbedCode> {
    return this.forms.embedCode(caller.id, formId);
  }
}
