import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { CreateLeadField, LeadField, LeadFieldDeleted, UpdateLeadField } from './lead-field.dto.js';
import { LeadFieldService } from './lead-field.service.js';

@ApiTags('Leads')
@Controller('api/leads/fields')
export class LeadFieldController {
  constructor(private readonly fields: LeadFieldService) {}

  /** Lists the custom fields you have defined, at most 200. */
  @Get()
  list(@CurrentUser() caller: Caller): Promise<LeadField[]> {
    return this.fields.list(caller.id);
  }

  /** Defines a custom field: from now on values under its key must be of its type. */
  @Post()
  @HttpCode(201)
  define(@CurrentUser() caller: Caller, @Body() field: CreateLeadField): Promise<LeadField> {
    return this.fields.define(caller.id, field);
  }

  /** Changes a custom field; what is left out stays as it is. */
  @Put(':key')
  change(
    @CurrentUser() caller: Caller,
    @Param('key') key: string,
    @Body() changes: UpdateLeadField,
  ): Promise<LeadField> {
    return this.fields.change(caller.id, key, changes);
  }

  /** Deletes the definition of a custom field; what leads hold under its key stays. */
  @Delete(':key')
  async remove(@CurrentUser() caller: Caller, @Param('key') key: string): Promise<LeadFieldDeleted> {
    await this.fields.remove(caller.id, key);
    return { deleted: true };
  }
}
