import fc from 'fast-check';
import { isAmong, skillOf } from './skills.js';

describe('the users for whom the gateway is chosen', () => {
  it('are none at 0, all at 100, and only become more in between', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 0, max: 99 }), (user, percentage) => {
        expect([isAmong(user, 0), isAmong(user, 100)]).toEqual([false, true]);
        if (isAmong(user, percentage)) expect(isAmong(user, percentage + 1)).toBe(true);
        expect(isAmong(user.toUpperCase(), percentage)).toBe(isAmong(user, percentage));
      }),
    );
  });

  it('are about as many as the percentage says', () => {
    const users = Array.from({ length: 5_000 }, (_, n) => `user ${n}`);
    const among = users.filter((user) => isAmong(user, 30)).length;
    expect(among / users.length).toBeCloseTo(0.3, 1);
  });
});

describe('the skill for an agent', () => {
  it.each([
    ['lead_generation', 'marketing-lead-scorer'],
    ['lead_generation_agent', 'marketing-lead-scorer'],
    ['mcp', 'marketing-campaign-optimizer'],
    [undefined, 'marketing-campaign-optimizer'],
  ])('%s is %s', (agent, skill) => {
    expect(skillOf(agent)).toBe(skill);
  });
});
