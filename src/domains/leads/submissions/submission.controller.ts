import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { Answers } from '#platform/http/answers.decorator';
import { visitorOf } from '#platform/http/visitor';
import { RateClass } from '#platform/http/rate-limit.guard';
import { PublicChallenge, PublicFormAnswer } from '../forms/public-form.dto.js';
import { SubmissionBody, SubmissionReceipt } from './submission.dto.js';
import { SubmissionService, type Visit } from './submission.service.js';

/** What anybody on the web may ask of a form. */
@ApiTags('Lead capture')
@Controller('api/lead-capture')
export class SubmissionController {
  constructor(private readonly submissions: SubmissionService) {}

  /** Takes a visitor's submission of an active form and keeps it as a lead, or for the visitor to confirm, before it answers. */
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
    return this.submissions.submit(formId, body, visitOf(request, body));
  }

  /** Tells a visitor's browser how to show an active form. */
  @Get('public/forms/:formId')
  @Public()
  @Answers('success')
  form(@Param('formId') formId: string): Promise<PublicFormAnswer> {
    return this.submissions.formToShow(formId);
  }

  /** Gives a visitor's browser a puzzle, in the format of altcha, for forms that want one solved. */
  @Get('public/forms/:formId/challenge')
  @Public()
  @RateClass('public')
  @Answers('raw')
  challenge(@Param('formId') formId: string): Promise<PublicChallenge> {
    return this.submissions.challenge(formId);
  }
}

/** Bytes of the body as announced, or as they turned out when it came in chunks. */
function visitOf(request: FastifyRequest, body: unknown): Visit {
  const announced = request.headers['content-length'];
  const bytes = announced === undefined ? Buffer.byteLength(JSON.stringify(body) ?? '') : Number(announced);
  return { bytes, ...visitorOf(request) };
}
