/** What a model is told by us, under a name and version that the usage rows and the written texts carry. */
export interface PromptDefinition<Input> {
  /** As `brand.enhance@1`: the `promptVersion` of the request, and of the provenance of what came back. */
  readonly promptVersion: string;
  /** The `instructions` of the request. Nothing of a user goes in but what they set to be obeyed. */
  readonly instructions: (input: Input) => string;
}

/**
 * Defines a prompt of a room, in its `<noun>.prompt.ts`. A text that is changed gets the next version, so that what was
 * written under the one before can be told apart; a snapshot test beside it notices a change without one.
 */
export function definePrompt<Input = void>(prompt: {
  /** The room and what it is for. @example 'brand.enhance' */
  readonly name: `${string}.${string}`;
  /** Counts from 1. */
  readonly version: number;
  readonly instructions: (input: Input) => string;
}): PromptDefinition<Input> {
  const { name, version, instructions } = prompt;
  return { promptVersion: `${name}@${version}`, instructions };
}
