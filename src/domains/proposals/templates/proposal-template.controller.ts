import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import {
  NewProposalTemplate,
  ProposalTemplate,
  ProposalTemplateChanges,
  ProposalTemplateDeleted,
} from './proposal-template.dto.js';
import { ProposalTemplateService } from './proposal-template.service.js';

@ApiTags('Proposals')
@Controller('api/proposals/templates')
export class ProposalTemplateController {
  constructor(private readonly templates: ProposalTemplateService) {}

  /** Lists the templates: the built-in ones, your own, newest first, and those that everybody shares. */
  @Get()
  list(@CurrentUser() caller: Caller): Promise<ProposalTemplate[]> {
    return this.templates.list(caller.id);
  }

  /** Adds a template of your own; an owner has at most 200. */
  @Post()
  @HttpCode(201)
  add(@CurrentUser() caller: Caller, @Body() template: NewProposalTemplate): Promise<ProposalTemplate> {
    return this.templates.add(caller.id, template);
  }

  /** Shows one template. */
  @Get(':templateId')
  get(@CurrentUser() caller: Caller, @Param('templateId') templateId: string): Promise<ProposalTemplate> {
    return this.templates.get(caller.id, templateId);
  }

  /** Changes what is given about a template of your own. */
  @Put(':templateId')
  @AlsoFails(403)
  change(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
    @Body() changes: ProposalTemplateChanges,
  ): Promise<ProposalTemplate> {
    return this.templates.change(caller.id, templateId, changes);
  }

  /** Deletes a template of your own; proposals made from it stay. */
  @Delete(':templateId')
  @AlsoFails(403)
  async remove(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
  ): Promise<ProposalTemplateDeleted> {
    await this.templates.remove(caller.id, templateId);
    return { deleted: true, id: templateId };
  }
}
