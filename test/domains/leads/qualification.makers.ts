import type { TestClient } from '../../support/client.js';

export const RUBRIC = '/api/leads/qualification/rubric';

export interface Reason {
  criterion: string;
  verdict: string;
  by: string | null;
  quote: string | null;
  source: object | null;
  evidence: object[];
}

export const qualify = async (client: TestClient, leadId: string, wanted: object = {}) => {
  const { status, body } = await client.post(`/api/leads/${leadId}/qualify`, wanted);
  expect([status, body.error]).toEqual([200, null]);
  return body.data;
};
export const reason = (data: { reasons: Reason[] }, criterion: string) =>
  data.reasons.find((one) => one.criterion === criterion)!;
export const statusOf = async (client: TestClient, id: string) =>
  (await client.get(`/api/leads/${id}`)).body.data.status;
export const write = async (client: TestClient, criteria: object[], more: object = {}) => {
  const { status, body } = await client.put(RUBRIC, { criteria, ...more });
  expect([status, body.error]).toEqual([200, null]);
  return body.data;
};
export const GERMAN = { key: 'german', met_when: { field: 'country', op: 'is', value: 'Germany' } };
export const LARGE = {
  key: 'large',
  weight: 3,
  met_when: { field: 'company_size', op: 'is', value: '1000+' },
  unmet_when: { field: 'company_size', op: 'in', value: ['1-10', '11-50'] },
};
