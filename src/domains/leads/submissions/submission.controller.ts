import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { PublicFormAnswer } from '../forms/form.dto.js';
import { SubmissionBody, SubmissionReceipt } from './submission.dto.js';
import { SubmissionService } from './submission.service.js';

/** What anybody on the web may ask of a form. */
@ApiTags('Lead capture')
@Controller('api/lead-capture')
export class SubmissionController {
  constructor(private readonly submissions: SubmissionService) {}

  /** Takes a visitor's submission of an active form and keeps it as a lead before it answers. */
  @Post('webhook/:formId')
  @HttpCode(200)
  @Public()
  @RateClass('public')
  @Answers('success')
  @ApiBody({ type: SubmissionBody })
  submit(
    @Param('formId') formId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<SubmissionReceipt> {
    return this.submissions.submit(formId, body, sizeOf(request, body));
  }

  /** Tells a visitor's browser how to show an active form. */
  @Get('public/forms/:formId')
  @Public()
  @Answers('success')
  form(@Param('formId') formId: string): Promise<PublicFormAnswer> {
    return this.submissions.formToShow(formId);
  }
}

/** Bytes of the body as announced, or as they turned out when it came in chunks. */
function sizeOf(request: FastifyRequest, body: unknown): number {
  const announced = request.headers['content-length'];
  return announced === undefined ? Buffer.byteLength(JSON.stringify(body) ?? '') : Number(announced);
}
