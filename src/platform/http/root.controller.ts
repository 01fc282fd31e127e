import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '#platform/auth/access.decorators';
import { Answers } from './answers.decorator.js';
import { Welcome } from './root.dto.js';

@ApiTags('System')
@Controller()
export class RootController {
  /** Says that the backend is running. */
  @Get()
  @Public()
  @Answers('raw')
  welcome(): Welcome {
    return { message: 'Marketing Automation Backend API', status: 'running' };
  }
}
