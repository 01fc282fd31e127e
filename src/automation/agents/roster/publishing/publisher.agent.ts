import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { fitToNetwork } from '#platform/channels/fit-to-network';
import { networkNamed } from '#platform/channels/networks';
import { Blotato } from '#platform/publishing/blotato';
import { Json2Video, type PublishingAccount } from '#platform/publishing/json2video';
import { PublishingKeyMissing } from '#platform/publishing/publishing.errors';
import { Secrets } from '#platform/secrets/secrets';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import { BrandVoice } from '../../brand/brand-voice.js';
import type { AgentRun } from '../../runs/agent-run.js';
import * as forms from './publisher.forms.js';
import { WRITE_VIDEO_SCRIPT } from './publisher.prompts.js';
import { scriptByRule } from './script-by-rule.js';

type Wanted = z.output<typeof forms.PublishInput>;
type Service = 'json2video_api_key' | 'blotato_api_key';

/** Writes, renders and publishes a short video with its owner's own accounts. */
@Injectable()
export class PublisherAgent extends BaseAgent {
  readonly id = 'internal_publishing';
  override readonly aliases = ['internal_publisher'];
  readonly name = 'Internal Publisher Agent';
  readonly does = 'Writes a short video from a brief, has it rendered, and publishes it on one network.';

  readonly tasks = {
    publish_video: defineTask({
      does: 'Script by a model, video by json2video, post by Blotato: with your own keys, each step once.',
      risk: 'outside',
      input: forms.PublishInput,
      output: forms.PublishOutput,
      work: (run, input) => this.publish(run, input),
    }),
  };

  constructor(
    private readonly secrets: Secrets,
    private readonly video: Json2Video,
    private readonly blotato: Blotato,
    private readonly brand: BrandVoice,
  ) {
    super();
  }

  private async publish(run: AgentRun, wanted: Wanted): Promise<z.input<typeof forms.PublishOutput>> {
    await this.account(run, 'json2video_api_key');
    await this.account(run, 'blotato_api_key');
    const { platform, title } = wanted;
    const network = networkNamed(platform);
    const voice = await this.brand.of(run);
    const { value: script, ai } = await run.ask({
      prompt: WRITE_VIDEO_SCRIPT,
      about: {
        network: network.name,
        scenes: forms.SCENES_AT_MOST,
        seconds: forms.SCENE_SECONDS,
        brand: voice.text,
      },
      parts: [{ kind: 'untrusted', source: 'brief', text: JSON.stringify({ title, brief: wanted.prompt }) }],
      shape: { name: 'video_script', type: forms.Script },
      offline: () => scriptByRule(title, wanted.prompt),
      temperature: 0.7,
      maxTokens: 2_000,
    });
    const scenes = script.scenes.map(({ text }) => ({ text, seconds: forms.SCENE_SECONDS }));
    const project = await this.rendered(run, wanted, scenes);
    const caption = fitToNetwork(wanted.caption === '' ? title : wanted.caption, wanted.hashtags, network);
    const submission = await this.posted(run, wanted, caption.post, project.videoUrl);
    return {
      status: wanted.scheduled_time === undefined ? 'published' : 'scheduled',
      platform,
      title,
      caption: caption.post,
      caption_truncated: caption.truncated,
      scenes,
      project_id: project.id,
      video_url: project.videoUrl,
      submission_id: submission,
      scheduled_time: wanted.scheduled_time ?? null,
      ai,
      provenance: run.provenance({ brandVersion: voice.version }),
    };
  }

  /** Ordering is paid for and done once; waiting may begin anew. */
  private async rendered(
    run: AgentRun,
    { music_url: musicUrl, intro_url: introUrl }: Wanted,
    scenes: readonly { text: string; seconds: number }[],
  ): Promise<{ id: string; videoUrl: string }> {
    await run.progress(20, 'The video is being rendered');
    const id = await run.step(
      {
        key: 'order the video',
        input: { scenes: scenes.length, musicUrl, introUrl },
        risk: 'outside',
        once: true,
        says: `Have json2video render a video of ${scenes.length} scenes, on your account`,
      },
      async () =>
        this.video.order({ scenes, musicUrl, introUrl }, await this.account(run, 'json2video_api_key')),
    );
    const videoUrl = await run.step({ key: 'wait for the video', input: { project: id } }, async () =>
      this.video.finished(id, await this.account(run, 'json2video_api_key')),
    );
    return { id, videoUrl };
  }

  private async posted(run: AgentRun, wanted: Wanted, text: string, videoUrl: string): Promise<string> {
    const { platform, title, account_id: accountId, page_id: pageId, scheduled_time: at } = wanted;
    await run.progress(80, 'The video is being published');
    const post = { platform, title, text, videoUrl, accountId, pageId, at };
    return run.step(
      {
        key: 'publish the video',
        input: post,
        risk: 'outside',
        once: true,
        says: `Publish the video "${title}" on ${networkNamed(platform).name}`,
      },
      async () => this.blotato.publish(post, await this.account(run, 'blotato_api_key')),
    );
  }

  /** The owner's own; there is no account of the platform's. */
  private async account(run: AgentRun, service: Service): Promise<PublishingAccount> {
    const key = await this.secrets.read(run.userId, service);
    if (key === undefined) throw new PublishingKeyMissing(service);
    return { key, signal: run.signal };
  }
}
