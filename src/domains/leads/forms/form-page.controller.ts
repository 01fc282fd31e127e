import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Controller, Get, Header, Headers, Param, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '#platform/auth/access.decorators';
import { Answers } from '#platform/http/answers.decorator';
import { MAIL_DOMAINS } from '../hygiene/mail-domains.js';
import { formPagePolicy, renderFormPage } from './form-page.js';
import { FormProtection } from './form-protection.js';
import { publicFormOf } from './published-form.js';
import { PublishedForms } from './published-forms.js';

const WIDGET = [
  `(window.LeadForm = window.LeadForm || {}).mailDomains = ${JSON.stringify(MAIL_DOMAINS)};\n`,
  ...['check', 'slip', 'proof-of-work', 'look', 'fields', 'submit', 'render'].map((part) =>
    readFileSync(new URL(`../../../../assets/form-widget/${part}.js`, import.meta.url), 'utf8'),
  ),
].join('\n');
const PACKED = gzipSync(WIDGET, { level: 9 });
/** Weak: one for both encodings. */
const WIDGET_TAG = `W/"${createHash('sha256').update(WIDGET).digest('base64url')}"`;

/** What a visitor's browser loads: the hosted page of a form and the script that shows a form on any page. */
@ApiTags('Lead capture')
@Controller()
export class FormPageController {
  constructor(
    private readonly forms: PublishedForms,
    private readonly protection: FormProtection,
  ) {}

  /** Shows the hosted page of an active form; it may be framed anywhere. */
  @Get('form/:formId')
  @Public()
  @Answers('stream')
  @ApiProduces('text/html')
  async page(@Param('formId') formId: string, @Res() reply: FastifyReply): Promise<void> {
    const form = await this.forms.get(formId);
    const nonce = randomBytes(16).toString('base64');
    void reply
      .removeHeader('x-frame-options')
      .header('content-security-policy', formPagePolicy(nonce))
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'strict-origin-when-cross-origin')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(renderFormPage(publicFormOf(form, this.protection.tokenFor(form)), nonce));
  }

  /** Serves the script that defines the global `LeadForm`. */
  @Get('static/form-widget.js')
  @Public()
  @Answers('stream')
  @ApiProduces('text/javascript')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', 'public, max-age=300, must-revalidate')
  @Header('cross-origin-resource-policy', 'cross-origin')
  @Header('vary', 'accept-encoding')
  widget(
    @Headers('if-none-match') known: string | undefined,
    @Headers('accept-encoding') encodings: string | undefined,
    @Res() reply: FastifyReply,
  ): void {
    const isKnown = known?.split(',').some((tag) => tag.trim() === WIDGET_TAG);
    void reply.header('etag', WIDGET_TAG);
    if (isKnown) void reply.status(304).send();
    else if (/\bgzip\b(?!;q=0(?:\.0*)?(?:,|$))/.test(encodings ?? ''))
      void reply.header('content-encoding', 'gzip').send(PACKED);
    else void reply.send(WIDGET);
  }
}
