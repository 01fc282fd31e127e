import { randomUUID } from 'node:crypto';
import type { TestApp } from '../support/app.js';
import type { Marketer } from './marketer.js';
import { at, PATH, schedulingOf } from './scheduling.js';

/** Schedules that let leads into the built-in workflow. */
export function describeNurturing(given: () => { app: TestApp; marketer: Marketer }): void {
  const app = () => given().app;
  const marketer = () => given().marketer;
  const { make, get, ended, runNow, ran } = schedulingOf(app, marketer);
  const mine = () => marketer().client;

  describe('leads whose nurturing has come', () => {
    const nurture = (lead_ids: string[]) => ({ kind: 'lead_nurture', payload: { lead_ids }, trigger: at(1) });
    const instances = async () =>
      (await mine().get('/api/workflows/lead_nurture/executions')).body.data as { lead_id: string }[];

    it('enter the built-in workflow, but for those that are gone by then', async () => {
      const [ada, bob, eve] = [
        await marketer().makeLead(),
        await marketer().makeLead(),
        await marketer().makeLead(),
      ];
      const id = await make({ ...nurture([ada.id, bob.id, eve.id]), trigger: at(600) });
      expect(id).toMatch(/^lead_nurture_[0-9a-f]{64}$/);
      await mine().delete(`/api/leads/${eve.id}`);
      await runNow(id);
      await ran(id, 1);
      const [{ status, results }] = (await get(id)).executions;
      expect([status, results]).toMatchObject(['completed', { workflow_id: 'lead_nurture', refused: 0 }]);
      expect((await instances()).map(({ lead_id }) => lead_id).sort()).toEqual([ada.id, bob.id].sort());
      await runNow(id);
      await ran(id, 2);
      expect((await get(id)).last_error).toContain('lets this in no more');
      expect(await instances()).toHaveLength(2);
    });

    it('enter it at the time that was named, and are one schedule in whatever order', async () => {
      const [ada, bob] = [await marketer().makeLead(), await marketer().makeLead()];
      const id = await make({ ...nurture([ada.id, bob.id]), trigger: at(600) });
      expect(await make(nurture([bob.id, ada.id.toUpperCase()]))).toBe(id);
      await ended(id);
      expect(await instances()).toHaveLength(2);
      const one = await make(nurture([ada.id]));
      expect(one).toBe(`lead_nurture_${ada.id}`);
    });

    it('fail to enter when none of them is left', async () => {
      const lead = await marketer().makeLead();
      const id = await make({ ...nurture([lead.id]), trigger: at(600) });
      await mine().delete(`/api/leads/${lead.id}`);
      await runNow(id);
      await ran(id, 1);
      expect((await get(id)).last_error).toContain('do not exist');
      expect(await instances()).toEqual([]);
    });

    it('are the owner’s own, and some', async () => {
      const lead = await marketer().makeLead();
      const { client: theirs } = await app().newUser();
      for (const ids of [[lead.id], [randomUUID()]]) {
        const { status, body } = await theirs.post(PATH, nurture(ids));
        expect([status, body.code]).toEqual([422, 'schedules/leads-unknown']);
      }
      for (const ids of [[], Array(1_001).fill(randomUUID())])
        expect((await mine().post(PATH, nurture(ids))).body.errors[0].path).toBe('payload.lead_ids');
    });
  });
}
