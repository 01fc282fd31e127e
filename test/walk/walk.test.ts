import { routesOf } from '../support/routes.js';
import { AGENT_STEPS } from './agents.steps.js';
import { BRAND_STEPS } from './brand.steps.js';
import { answersAsDocumented, bodyOf, namesTheSetting, refusesWhatIsWrong } from './checks.js';
import { CONTENT_STEPS } from './content.steps.js';
import { GATEWAY_STEPS } from './gateways.steps.js';
import { KEYWORD_STEPS } from './keywords.steps.js';
import { KNOWLEDGE_ENDS, KNOWLEDGE_STEPS } from './knowledge.steps.js';
import { AGENT_NAMES, TASK_NAMES } from './names.js';
import { PROPOSAL_STEPS } from './proposals.steps.js';
import { RESEARCH_STEPS } from './research.steps.js';
import { SCHEDULE_STEPS } from './schedules.steps.js';
import { SCRAPER_STEPS } from './scraper.steps.js';
import { Stage } from './stage.js';
import type { Step } from './step.js';

const STEPS = [
  ...BRAND_STEPS,
  ...CONTENT_STEPS,
  ...KEYWORD_STEPS,
  ...RESEARCH_STEPS,
  ...SCRAPER_STEPS,
  ...SCHEDULE_STEPS,
  ...PROPOSAL_STEPS,
  ...KNOWLEDGE_STEPS,
  ...AGENT_STEPS,
  ...KNOWLEDGE_ENDS,
  ...GATEWAY_STEPS,
];
const ROOMS =
  /^\/(api\/(agents?|brand|content|headlines|keywords|keyword-research|knowledge|proposals|research|scraper)(\/|$)|internal-publishing)/;

const addressesOf = ({ route, alsoAt = [] }: Step) => [route, ...alsoAt];

describe.each([
  { name: 'nothing is configured', withModel: false },
  { name: 'a model is', withModel: true },
])('where $name', ({ withModel }) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set({ withModel });
  });
  afterAll(() => stage.close());

  it.each(STEPS)('$route answers as documented', async (step) => {
    for (const route of addressesOf(step)) {
      if (step.waits) await stage.app.drainJobs();
      if (step.decides) await stage.waitingRun();
      if (!withModel) await refusesWhatIsWrong(stage, step, route);
      const answer = await stage.call(step, route, step.file ?? bodyOf(step, stage));
      if (step.unset !== undefined && !withModel) namesTheSetting(answer, step.unset);
      else answersAsDocumented(stage, answer, step, withModel);
      if (route.startsWith('GET ')) expect((await stage.call(step, `${route}/`)).status).toBe(200);
    }
  });

  it.each(AGENT_NAMES)('an agent answers to %s', async (agent_type) => {
    const { body } = await stage
      .by({})
      .post('/api/agents/execute', { agent_type, task_type: 'no_such_task' });
    expect(body.code).toBe('agents/task-unknown');
  });

  it.each(TASK_NAMES)('%s takes its documented tasks', async (agent_type, ...tasks) => {
    for (const task_type of tasks) {
      const asked = { agent_type, task_type, input_data: { no_such_field: 1 } };
      const { status, body } = await stage.by({}).post('/api/agent/execute', asked);
      // When to send a mail is told whatever a client says of it.
      const answer = task_type === 'suggest_send_time' ? [200, undefined] : [400, 'agents/input-refused'];
      expect([task_type, status, body.code]).toEqual([task_type, ...answer]);
    }
  });

  it('no route of these rooms is left out', () => {
    const there = routesOf(stage.app)
      .filter(({ path }) => ROOMS.test(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect([...new Set(STEPS.flatMap(addressesOf))].sort()).toEqual(there.sort());
  });
});
