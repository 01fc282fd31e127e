import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '#platform/auth/access.decorators';
import { Answers } from '#platform/http/answers.decorator';
import { ResearchTopics } from './topic.dto.js';

const TOPICS = [
  { id: 'market_trends', name: 'Market Trends' },
  { id: 'competitor_analysis', name: 'Competitor Analysis' },
  { id: 'customer_insights', name: 'Customer Insights' },
];

@ApiTags('Research')
@Controller('api/research/topics')
export class TopicController {
  /** Lists what research is usually about. */
  @Get()
  @Public()
  @Answers('raw')
  topics(): ResearchTopics {
    return { topics: TOPICS };
  }
}
