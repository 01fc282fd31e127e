import { MAIL_NAMING_CASES } from './mail-naming.cases.js';
import { WORD_NAMING_CASES } from './word-naming.cases.js';
import { asked, type NamingCase, type NamingCases, sent } from './naming-sweep.js';
import type { WorkThings } from './work-things.js';

const flows = (prefix: string): NamingCases<WorkThings> => {
  const below =
    (rest: string, body: (named: WorkThings) => object): NamingCase<WorkThings> =>
    (named, { flow }) => ['POST', `${prefix}/${flow}/${rest}`, body(named)];
  const one = `${prefix}/{workflowId}`;
  return {
    [`GET ${prefix}/executions lead_id`]: asked(`${prefix}/executions`, ({ lead }) => ({ lead_id: lead })),
    [`GET ${one}/executions lead_id`]: ({ lead }, { flow }) => [
      'GET',
      `${prefix}/${flow}/executions?lead_id=${lead}`,
    ],
    ...Object.fromEntries(
      ['retry', 'cancel', 'migrate'].map((verb) => [
        `POST ${one}/executions/${verb} ids`,
        below(`executions/${verb}`, ({ execution, failed }) => ({
          ids: [verb === 'retry' ? failed : execution],
          ...(verb === 'migrate' && { to_version: 2 }),
        })),
      ]),
    ),
    [`POST ${one}/simulate lead_id`]: below('simulate', ({ lead }) => ({ lead_id: lead })),
    [`POST ${one}/execute lead_id`]: below('execute', ({ other }) => ({ lead_id: other })),
    [`POST ${one}/execute lead_ids`]: below('execute', ({ other }) => ({ lead_ids: [other] })),
    [`POST ${prefix}/execute lead_id`]: sent('POST', `${prefix}/execute`, ({ other }, { flow }) => ({
      workflow_id: flow,
      lead_id: other,
    })),
    [`POST ${prefix}/execute lead_ids`]: sent('POST', `${prefix}/execute`, ({ other }, { flow }) => ({
      workflow_id: flow,
      lead_ids: [other],
    })),
  };
};

/** By method, path and field. */
export const WORK_NAMING_CASES: NamingCases<WorkThings> = {
  ...MAIL_NAMING_CASES,
  ...WORD_NAMING_CASES,
  ...flows('/api/workflows'),
  ...flows('/api/workflow'),
  'POST /api/privacy/erase-person lead_id': sent('POST', '/api/privacy/erase-person', ({ other }) => ({
    lead_id: other,
  })),
};
