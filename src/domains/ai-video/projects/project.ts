import type { BrandKit, Scene } from '../scene.dto.js';

export type ProjectStatus =
  'draft' | 'planning' | 'generating_images' | 'generating_video' | 'completed' | 'failed';

/** The plan as it stands in its row. */
export interface ScenePlan {
  readonly scenes: readonly Scene[];
  readonly final_cta: string;
}

/** A project as it is kept. */
export interface VideoProject {
  readonly id: string;
  readonly user_id: string;
  readonly campaign_id: string | null;
  readonly goal: string;
  readonly platform: string;
  readonly language: string;
  readonly duration_s: number;
  readonly brand_kit: BrandKit;
  readonly scene_plan: ScenePlan | null;
  readonly generated_images: readonly (string | null)[] | null;
  readonly final_prompt: string | null;
  readonly video_url: string | null;
  readonly veo_operation_id: string | null;
  readonly status: ProjectStatus;
  readonly error_message: string | null;
  readonly cost_usd: number;
  readonly auto_generated: boolean;
  readonly generation: string | null;
  readonly shown: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly completed_at: string | null;
  readonly saved_at: string | null;
}

/** What a new project is about. */
export interface NewProject {
  readonly goal: string;
  readonly platform: string;
  readonly language: string;
  readonly duration_s: number;
  readonly brand_kit: BrandKit;
  readonly plan: ScenePlan | null;
  readonly campaignId: string | null;
  readonly isAutomatic: boolean;
}

const PROGRESS: Record<ProjectStatus, number> = {
  draft: 0,
  planning: 20,
  generating_images: 40,
  generating_video: 70,
  completed: 100,
  failed: 0,
};

/** How far a project has come, of 100; while its clips are made, by how far they are. */
export function progressOf(
  status: ProjectStatus,
  clips: readonly { readonly status: string; readonly percent: number | null }[],
): number {
  const base = PROGRESS[status];
  if (status !== 'generating_video' || clips.length === 0) return base;
  const made = clips.map((clip) => (clip.status === 'completed' ? 100 : (clip.percent ?? 0)));
  const share = made.reduce((sum, one) => sum + one, 0) / (100 * clips.length);
  return Math.min(99, base + Math.floor((PROGRESS.completed - base) * share));
}
