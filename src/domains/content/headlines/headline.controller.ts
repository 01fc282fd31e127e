import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers } from '#platform/http/answers.decorator';
import { analyzeHeadline } from './headline-analysis.js';
import { HeadlineAnalysis, HeadlineToAnalyze } from './headline.dto.js';

@ApiTags('Content')
@Controller('api/headlines')
export class HeadlineController {
  /** Scores a headline by fixed rules and says what would make it better; no model is asked. */
  @Post('analyze')
  @HttpCode(200)
  @Answers('both')
  analyze(@Body() { headline }: HeadlineToAnalyze): HeadlineAnalysis {
    return analyzeHeadline(headline);
  }
}
