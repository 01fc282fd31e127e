import type { TestApp } from '../support/app.js';
import { sharedApp } from '../support/kept-app.js';
import { sweepNaming } from './naming-sweep.js';
import { WORK_NAMING_CASES } from './work-naming.cases.js';
import { newWorkThings } from './work-things.js';

/** Those of leads have cases of their own (strangers.test.ts). */
const ELSEWHERE = ['/api/leads', '/api/lead-capture'];

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
afterAll(() => app.close());

describe('what a request names beside its path, of work', () => {
  sweepNaming({
    app: () => app,
    isMeant: (path) => !ELSEWHERE.some((area) => path === area || path.startsWith(`${area}/`)),
    cases: WORK_NAMING_CASES,
    make: newWorkThings,
    // People who may be anybody, or what administrators ask, who see all.
    noThings: [
      'PUT /api/campaigns/approval-policy approvers',
      'POST /api/content/calendar assigned_to',
      'PATCH /api/support/ticket/{ticketId} assignee_id',
      'POST /api/support/ticket/{ticketId}/draft bucket_ids',
    ],
    // A rule for a campaign that is not there fits no mail, a goal no lead.
    saidOnly: [
      'POST /api/email/routes campaign_id',
      'PUT /api/email/routes/{routeId} campaign_id',
      'POST /api/email/sequences form_id',
      'PATCH /api/email/sequences/{sequenceId} form_id',
    ],
    // What their agents and their keys were used for.
    logged: ['POST /api/agents/campaign campaign_ids', 'POST /ai-video/extend project_id'],
    // Nobody outside answers here, and there is no video yet to go on from.
    knownOnly: [
      'POST /ai-video/generate-images project_id',
      'POST /ai-video/extend project_id',
      'POST /api/brand/voice-analysis brandId',
      'POST /api/brand/enhance brandId',
      'POST /api/brand/alternatives brandId',
    ],
  });
});
