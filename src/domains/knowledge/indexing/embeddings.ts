import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Ai } from '#platform/ai/ai';
import { AiModelUnable, AiNotConfigured } from '#platform/ai/ai.errors';
import type { Embedded } from '../chunks/chunk.repository.js';

/** Numbers of a stored vector. */
const DIMENSIONS = 1_536;
const SEARCH_WITHIN_MS = 4_000;
/** Digits beyond these are noise to a `real`, and twice the text. */
const DIGITS = 7;

/** Turns texts into vectors that can be stored beside each other. */
@Injectable()
export class Embeddings {
  private readonly logger = new Logger('Knowledge');

  constructor(private readonly ai: Ai) {}

  /** Null when no embedding model is configured; other failures of the provider are thrown. */
  async ofPassages(
    userId: string,
    texts: readonly string[],
    { model, signal }: { model: string | undefined; signal: AbortSignal },
  ): Promise<Embedded | null> {
    const asked = { userId, feature: 'knowledge.index', texts, dimensions: DIMENSIONS, signal };
    try {
      const made = await this.ai.embed(model === undefined ? asked : { ...asked, model });
      return stored(made.model, made.vectors);
    } catch (error) {
      if (error instanceof AiNotConfigured || error instanceof AiModelUnable) return null;
      throw error;
    }
  }

  /** The question as each of the models sees it; a model that does not answer in time is left out, for words find much too. */
  async ofQuestion(userId: string, question: string, models: readonly string[]): Promise<Embedded[]> {
    const asked = models.map((model) => this.asSeenBy(userId, question, model));
    return (await Promise.all(asked)).filter((seen) => seen !== null);
  }

  private async asSeenBy(userId: string, question: string, model: string): Promise<Embedded | null> {
    try {
      const { vectors } = await this.ai.embed({
        userId,
        feature: 'knowledge.search',
        texts: [question],
        model,
        dimensions: DIMENSIONS,
        deadlineMs: SEARCH_WITHIN_MS,
      });
      return stored(model, vectors);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.logger.warn(`A search goes by words alone: ${model} does not answer (${error.code})`);
      return null;
    }
  }
}

/** Shorter vectors are filled up with zeros, which changes no angle between two of the same model. */
function stored(model: string, vectors: readonly (readonly number[])[]): Embedded {
  const dimensions = vectors[0]?.length ?? 0;
  if (vectors.some(({ length }) => length !== dimensions) || dimensions > DIMENSIONS)
    throw new Error(`${model} gave vectors of ${dimensions} numbers; ${DIMENSIONS} at most can be kept.`);
  const zeros = Array.from({ length: DIMENSIONS - dimensions }, () => 0);
  const rounded = vectors.map((vector) => [
    ...vector.map((number) => Number(number.toPrecision(DIGITS))),
    ...zeros,
  ]);
  return { model, dimensions, vectors: rounded };
}
