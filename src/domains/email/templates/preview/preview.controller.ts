import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { PreviewTemplate, TemplatePreview, TemplateVerdict, WordsToPreview } from './preview.dto.js';
import { PreviewService } from './preview.service.js';

@ApiTags('E-mail')
@Controller('api/email/templates')
export class PreviewController {
  constructor(private readonly previews: PreviewService) {}

  /** Says whether words can be used as a template, which fields they need, and which of these the recipient lacks. */
  @Post('validate')
  @HttpCode(200)
  validate(@CurrentUser() caller: Caller, @Body() words: WordsToPreview): Promise<TemplateVerdict> {
    return this.previews.validate(caller.id, words);
  }

  /** Shows words that are not kept yet as somebody would read them. */
  @Post('preview')
  @HttpCode(200)
  words(@CurrentUser() caller: Caller, @Body() words: WordsToPreview): Promise<TemplatePreview> {
    return this.previews.ofWords(caller.id, words);
  }

  /** Shows a template as somebody would read it: a sample recipient, or one whose fields are given. */
  @Post(':templateId/preview')
  @HttpCode(200)
  template(
    @CurrentUser() caller: Caller,
    @Param('templateId') templateId: string,
    @Body() wanted: PreviewTemplate,
  ): Promise<TemplatePreview> {
    return this.previews.ofTemplate(caller.id, templateId, wanted);
  }
}
