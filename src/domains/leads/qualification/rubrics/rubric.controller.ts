import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { LeadRubric, RubricFields } from './rubric.dto.js';
import { RubricService } from './rubric.service.js';

@ApiTags('Lead qualification')
@Controller('api/leads/qualification')
export class RubricController {
  constructor(private readonly rubrics: RubricService) {}

  /** Reads by what your leads are judged: what you have written, or budget, authority, need and timeline. */
  @Get('rubric')
  read(@CurrentUser() caller: Caller): Promise<LeadRubric> {
    return this.rubrics.read(caller.id);
  }

  /** Writes by what your leads are judged from now on. */
  @Put('rubric')
  write(@CurrentUser() caller: Caller, @Body() rubric: RubricFields): Promise<LeadRubric> {
    return this.rubrics.write(caller.id, rubric);
  }
}
