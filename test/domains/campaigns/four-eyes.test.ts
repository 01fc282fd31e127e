import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';

const MAIL = { email: { subject_line: 'Hi', body: '<p>Hi</p>' } };

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

describe('a campaign', () => {
  it('is approved by other eyes than those of who asked, where that is wanted', async () => {
    const [owner, approver, stranger] = [await app.newUser(), await app.newUser(), await app.newUser()];
    const policy = (body: object) => owner.client.put('/api/campaigns/approval-policy', body);
    for (const approvers of [[], [owner.id]])
      expect((await policy({ approval_required: true, four_eyes: true, approvers })).body.code).toBe(
        'campaigns/approvers-unfit',
      );
    const wanted = { approval_required: true, four_eyes: true, approvers: [approver.id] };
    expect((await policy(wanted)).body.data).toEqual(wanted);
    const { id } = (await owner.client.post('/api/campaigns', { name: 'Eyes', content: MAIL })).body.data;
    const act = (verb: string, body: object = {}) => owner.client.post(`/api/campaigns/${id}/${verb}`, body);
    const first = (await act('approvals', { note: 'First' })).body.data;
    expect((await act('approve')).body.code).toBe('campaigns/approver-is-requester');
    const asked = (await act('approvals', { note: 'Again' })).body.data;
    const waiting = async ({ client: one }: typeof owner) =>
      (await one.get('/api/campaign-approvals')).body.data;
    expect(await waiting(approver)).toMatchObject([
      {
        id: asked.id,
        campaign_id: id,
        campaign_name: 'Eyes',
        requested_by: owner.id,
        note: 'Again',
        content: MAIL,
      },
    ]);
    expect([await waiting(stranger), await waiting(owner)]).toEqual([[], []]);
    const decide = ({ client: one }: typeof owner, approvalId: string, verb = 'approve') =>
      one.post(`/api/campaign-approvals/${approvalId}/${verb}`, verb === 'reject' ? { comment: 'No' } : {});
    for (const [who, approvalId] of [
      [stranger, asked.id],
      [owner, asked.id],
      [approver, first.id],
      [approver, 'x'],
    ] as const)
      for (const verb of ['approve', 'reject']) {
        const { status, body } = await decide(who, approvalId, verb);
        expect([status, body.code]).toEqual([404, 'campaigns/approval-not-found']);
      }
    expect((await approver.client.get(`/api/campaigns/${id}`)).status).toBe(404);
    expect((await decide(approver, asked.id)).body.data).toMatchObject({
      state: 'approved',
      requested_by: owner.id,
      decided_by: approver.id,
    });
    expect(await waiting(approver)).toEqual([]);
    const [{ action, actor }] = (await owner.client.get(`/api/campaigns/${id}/history`)).body.data;
    expect([action, actor]).toEqual(['approve', 'approver']);
    expect((await act('launch')).status).toBe(200);
    await act('stop');
    await policy({ ...wanted, approvers: [stranger.id] });
    const other = (await owner.client.post('/api/campaigns', { name: 'More', content: MAIL })).body.data.id;
    const last = (await owner.client.post(`/api/campaigns/${other}/approvals`)).body.data;
    expect((await decide(approver, last.id)).status).toBe(404);
    expect((await owner.client.post(`/api/campaigns/${other}/reject`, { comment: 'No' })).status).toBe(200);
  });
});
