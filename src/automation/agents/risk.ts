/**
 * What a step can do, from harmless to grave: `read` looks; `draft` makes something new that reaches nobody; `change` changes
 * what is there; `outside` reaches other people or other systems.
 */
const RISKS = ['read', 'draft', 'change', 'outside'] as const;
export type Risk = (typeof RISKS)[number];

/** From which risk on the owner wants to be asked. */
export const APPROVALS = ['never', 'outside', 'change', 'draft'] as const;
export type ApproveFrom = (typeof APPROVALS)[number];

/** Whether a step of this risk waits for a person. Looking never does. */
export function needsApproval(risk: Risk, from: ApproveFrom): boolean {
  return from !== 'never' && RISKS.indexOf(risk) >= RISKS.indexOf(from);
}
