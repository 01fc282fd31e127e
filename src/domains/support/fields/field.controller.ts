import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly, CurrentUser, Public } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { RateClass } from '#platform/http/rate-limit.guard';
import {
  AskedField,
  NewTicketField,
  TicketField,
  TicketFieldDeleted,
  UpdateTicketField,
} from './field.dto.js';
import { FieldService } from './field.service.js';

@ApiTags('Support')
@Controller('api/support')
export class FieldController {
  constructor(private readonly fields: FieldService) {}

  /** Lists the custom fields that whoever asks the desk may fill in, in the order in which they are shown. */
  @Get('asked-fields')
  @Public()
  @RateClass('public')
  asked(): Promise<AskedField[]> {
    return this.fields.asked();
  }

  /** Lists the custom fields of tickets, in the order in which they are shown. */
  @Get('fields')
  @AdminOnly()
  list(): Promise<TicketField[]> {
    return this.fields.list();
  }

  /** Adds a custom field to tickets. */
  @Post('fields')
  @HttpCode(201)
  @AdminOnly()
  add(@CurrentUser() caller: Caller, @Body() field: NewTicketField): Promise<TicketField> {
    return this.fields.add(caller.id, field);
  }

  /** Changes a custom field; what is left out stays as it is. */
  @Put('fields/:key')
  @AdminOnly()
  update(@Param('key') key: string, @Body() changes: UpdateTicketField): Promise<TicketField> {
    return this.fields.update(key, changes);
  }

  /** Deletes a custom field, with what tickets say in it. */
  @Delete('fields/:key')
  @AdminOnly()
  async remove(@Param('key') key: string): Promise<TicketFieldDeleted> {
    await this.fields.remove(key);
    return { deleted: true };
  }
}
