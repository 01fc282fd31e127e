import { spyOn } from 'jest-mock';
import { CampaignRunner } from '#automation/workflows/execution/campaign-runner.service';
import { type Claimed, PublicationRepository } from '#domains/social/publishing/publication.repository';
import { Publisher } from '#domains/social/publishing/publisher.service';
import { Database } from '#platform/database/database';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { connect, NetworkStage } from '../integrations/network-stage.js';
import { LATER, Poster, TAKEN } from './poster.js';

let stage: NetworkStage;
let poster: Poster;
beforeAll(async () => {
  stage = await NetworkStage.open({ roles: 'web,worker' });
});
beforeEach(async () => {
  poster = await Poster.at(stage);
  await connect(poster.client, stage.wire, 'twitter');
});
afterAll(() => stage.close());

const SOON = '2035-01-01T09:00:00Z';
const BUSY: ScriptedAnswer = { path: '/2/tweets', status: 429, body: { title: 'Too Many Requests' } };

/** A campaign with a post for each of the times, the first of which a worker has in hand. */
async function inHand(times: readonly string[] = [SOON, LATER]) {
  const { id, posts } = await poster.campaign(times);
  const postId = posts[0]!;
  await poster.due(postId);
  const claimed = await stage.app.get(PublicationRepository).claimDue(20);
  return { id, postId, claimed: claimed.find((one) => one.id === postId) as Claimed };
}

const statusOf = async (id: string) => (await poster.client.get(`/api/campaigns/${id}`)).body.data.status;
const asMe = <Result>(work: () => Promise<Result>) => stage.app.get(Database).as(poster.id, work);
const goOn = (claimed: Claimed) =>
  asMe(() => stage.app.get(Publisher).publish(claimed, new AbortController().signal));

/** The worker has had it in hand for too long. */
const leave = (postId: string) =>
  poster.sql(`update social_posts set lease_until = now() - interval '1 second' where id = $1`, [postId]);

/** All that is to be tried again is tried again now. */
async function again(): Promise<void> {
  await poster.sql('update social_posts set retry_at = now() where user_id = $1 and retry_at > now()', [
    poster.id,
  ]);
  stage.wire.will(TAKEN);
  await poster.publishDue();
}

/** The campaign is steered while the request is on its way. */
async function sent(claimed: Claimed, answer: ScriptedAnswer, steer: () => Promise<unknown>): Promise<void> {
  const publications = stage.app.get(PublicationRepository);
  const arm = publications.arm.bind(publications);
  const armed = spyOn(publications, 'arm').mockImplementation(async (...given) => {
    const isArmed = await arm(...given);
    await steer();
    return isArmed;
  });
  stage.wire.will(answer);
  await goOn(claimed);
  armed.mockRestore();
}

const steered = (id: string, verb: string) =>
  verb === 'delete'
    ? poster.client.delete(`/api/campaigns/${id}`)
    : poster.client.post(`/api/campaigns/${id}/${verb}`);

describe.each([
  ['pause', true],
  ['stop', false],
  ['delete', false],
])('a post in hand while its campaign is told to %s', (verb, keepsTime) => {
  const isADraft = async (postId: string) => {
    const { status, scheduled_time } = await poster.get(postId);
    expect([status, scheduled_time !== null]).toEqual(['draft', keepsTime]);
  };

  it('is not sent where that has not begun', async () => {
    const { id, postId, claimed } = await inHand();
    expect((await steered(id, verb)).status).toBeLessThan(300);
    stage.wire.will(TAKEN);
    await goOn(claimed);
    await isADraft(postId);
    await again();
    expect(poster.out).toHaveLength(0);
  });

  it('is not sent again where its network has put it off', async () => {
    const { id, postId, claimed } = await inHand();
    await sent(claimed, BUSY, () => steered(id, verb));
    await isADraft(postId);
    await again();
    expect(poster.out).toHaveLength(1);
  });

  it('is not sent where its process ends before it has begun', async () => {
    const { id, postId } = await inHand();
    await steered(id, verb);
    await leave(postId);
    await again();
    await isADraft(postId);
    expect(poster.out).toHaveLength(0);
  });

  it('is out where its network has taken it', async () => {
    const { id, postId, claimed } = await inHand();
    await sent(claimed, TAKEN, () => steered(id, verb));
    await again();
    expect([(await poster.get(postId)).status, poster.out.length]).toEqual(['published', 1]);
  });
});

describe('a campaign with a post in hand', () => {
  it('is not over before the post is', async () => {
    const { id, postId, claimed } = await inHand([SOON]);
    const complete = () => asMe(() => stage.app.get(CampaignRunner).complete(poster.id, id));
    await complete();
    stage.wire.will(BUSY);
    await goOn(claimed);
    await complete();
    expect([(await poster.get(postId)).status, await statusOf(id)]).toEqual(['scheduled', 'active']);
    await again();
    await complete();
    expect([(await poster.get(postId)).status, await statusOf(id)]).toEqual(['published', 'completed']);
  });

  it.each(['in hand', 'put off'])('publishes it once where it is resumed while that is %s', async (when) => {
    const { id, postId, claimed } = await inHand();
    await steered(id, 'pause');
    if (when === 'in hand') await steered(id, 'resume');
    stage.wire.will(TAKEN);
    await goOn(claimed);
    if (when === 'put off') await steered(id, 'resume');
    await again();
    await again();
    expect([(await poster.get(postId)).status, poster.out.length]).toEqual(['published', 1]);
  });

  it('plans it once where it fails and is launched again', async () => {
    const { id, postId, claimed } = await inHand([SOON]);
    await asMe(() => stage.app.get(CampaignRunner).fail(poster.id, id, 'Its readers cannot be found'));
    const [planned] = await poster.launch(id);
    await goOn(claimed);
    expect((await poster.get(postId)).status).toBe('draft');
    await poster.due(planned!);
    await again();
    expect(poster.out).toHaveLength(1);
  });
});
