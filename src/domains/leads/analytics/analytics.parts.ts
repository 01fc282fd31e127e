import { AddUpCountsHandler } from '../counts/add-up-counts.handler.js';
import { CountClock } from '../counts/count.clock.js';
import { CountRepository } from '../counts/count.repository.js';
import { ReportService } from '../reports/report.service.js';
import { AnalyticsService } from './analytics.service.js';
import { FigureRepository } from './figure.repository.js';
import { JourneyRepository } from './journey.repository.js';
import { JourneyService } from './journey.service.js';

/** Leads in numbers, counted while they are written. */
export const NUMBERS = [
  ReportService,
  AnalyticsService,
  FigureRepository,
  JourneyService,
  JourneyRepository,
  CountRepository,
  CountClock,
  AddUpCountsHandler,
];
