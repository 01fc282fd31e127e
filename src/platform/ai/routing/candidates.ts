import { Inject, Injectable } from '@nestjs/common';
import type { AppError } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { AiModelRetired, AiModelUnable, AiModelUnknown, AiProviderNotConfigured } from '../ai.errors.js';
import { AI_PROVIDERS, type AiProviderId } from '../ai-request.js';
import type { AiModel } from '../models/ai-model.js';
import { ModelCatalogue } from '../models/model-catalogue.js';
import { AI_PROVIDER_LIST, type AiProvider } from '../providers/ai-provider.js';
import { UserAiKeys } from '../user-ai-keys.js';
import type { Asked, Candidate } from './attempt.js';

export interface Wish {
  readonly userId: string | null;
  readonly provider?: AiProviderId | undefined;
  readonly model?: string | undefined;
  readonly pinned?: boolean | undefined;
  readonly kind: AiModel['kind'];
  readonly needs: { readonly vision: boolean; readonly tools: boolean };
}

export interface OwnedKey {
  readonly key: string;
  readonly keyOwner: 'user' | 'platform';
}

/** A key of the user's own that cannot be read. The platform's is not used in its place. */
interface BrokenKey {
  readonly keyOwner: 'user';
  readonly problem: AppError;
}

export type CountingKey = OwnedKey | BrokenKey;

/** The key itself, or its problem is thrown. */
export function usable(key: CountingKey): OwnedKey {
  if ('problem' in key) throw key.problem;
  return key;
}

/**
 * Who may be asked, in which order: the caller's wish first, then the configured order. A user's own key replaces the platform's,
 * also when it cannot be read: that is told where it would be asked first, and else it is passed over.
 */
@Injectable()
export class Candidates {
  constructor(
    @Inject(AI_PROVIDER_LIST) private readonly providers: readonly AiProvider[],
    private readonly catalogue: ModelCatalogue,
    private readonly keys: UserAiKeys,
    private readonly settings: Settings,
  ) {}

  /** Empty when no provider at all has a key. */
  of(wish: Wish): Promise<readonly Candidate[]> {
    return this.among(this.providers, wish);
  }

  /** The same among other providers than those of language models. */
  async among<P extends Asked>(providers: readonly P[], wish: Wish): Promise<readonly Candidate<P>[]> {
    const wished = this.wishedModel(wish);
    const all = await this.keysFor(wish.userId);
    const keys = new Map([...all].filter(([company]) => providers.some(({ id }) => id === company)));
    if (keys.size === 0) return [];
    const first = wished?.provider ?? wish.provider;
    if (first && wish.pinned && !keys.has(first)) throw new AiProviderNotConfigured(first);
    const able = this.order(first, wish, keys).flatMap((id) => {
      const owned = keys.get(id);
      const provider = providers.find((one) => one.id === id);
      const model = wished?.provider === id ? wished : this.catalogue.defaultOf(id, wish.kind);
      return owned && provider && model && isAble(model, wish)
        ? [{ owned, provider, model, isWished: model === wished }]
        : [];
    });
    const [foremost] = able;
    if (!foremost) throw new AiModelUnable(inWords(wish));
    usable(foremost.owned);
    return able.flatMap(({ owned, ...candidate }) =>
      'problem' in owned ? [] : [{ ...candidate, ...owned }],
    );
  }

  /** The keys that count for somebody, by provider. */
  async keysFor(userId: string | null): Promise<ReadonlyMap<AiProviderId, CountingKey>> {
    const own = userId === null ? {} : await this.keys.keysOf(userId);
    const keys = new Map<AiProviderId, CountingKey>();
    for (const id of AI_PROVIDERS) {
      const mine = own[id];
      const platform = this.settings.aiKey(id);
      if (mine) keys.set(id, { ...mine, keyOwner: 'user' });
      else if (platform) keys.set(id, { key: platform, keyOwner: 'platform' });
    }
    return keys;
  }

  /** Notes, before a provider is asked, with whose key: a user's own keeps account of that. */
  async noteUse(
    userId: string | null,
    { provider, keyOwner }: Pick<OwnedKey, 'keyOwner'> & { readonly provider: AiProviderId },
  ): Promise<void> {
    if (userId !== null && keyOwner === 'user') await this.keys.noteUse(userId, provider);
  }

  /** The model that answers to a name; undefined when none does any more. */
  modelNamed(name: string): AiModel | undefined {
    const named = this.catalogue.find(name);
    return named && this.catalogue.successorOf(named);
  }

  private wishedModel(wish: Wish): AiModel | undefined {
    if (wish.model === undefined) return undefined;
    const named = this.catalogue.find(wish.model);
    if (!named || named.kind !== wish.kind || (wish.provider && named.provider !== wish.provider))
      throw new AiModelUnknown(wish.model);
    const model = this.catalogue.successorOf(named);
    if (!model) throw new AiModelRetired(named.name);
    if (!isAble(model, wish)) throw new AiModelUnable(inWords(wish));
    return model;
  }

  /**
   * Providers with a key. The configured order is of those who write: outside it they are asked only when nobody in it has a key;
   * for whatever else is made they come after it.
   */
  private order(
    first: AiProviderId | undefined,
    { pinned, kind }: Wish,
    keys: ReadonlyMap<AiProviderId, CountingKey>,
  ): readonly AiProviderId[] {
    if (first && pinned) return [first];
    const after = kind === 'text' ? [] : AI_PROVIDERS;
    const all = [...new Set([...this.settings.AI_FALLBACK_ORDER, ...after])];
    const configured = all.filter((id) => id !== first && keys.has(id));
    if (first && keys.has(first)) return [first, ...configured];
    return configured.length > 0 ? configured : AI_PROVIDERS.filter((id) => keys.has(id));
  }
}

function isAble(model: AiModel, { needs }: Wish): boolean {
  return (!needs.vision || model.capabilities.vision) && (!needs.tools || model.capabilities.tools);
}

function inWords({ kind, needs }: Wish): string {
  const words = [
    kind === 'text' ? '' : `${kind} models`,
    needs.vision ? 'vision' : '',
    needs.tools ? 'tools' : '',
  ];
  return words.filter((word) => word !== '').join(' and ') || 'a model of a configured provider';
}
