/** Something a person has to know before the demo can go on; its message is the whole story. */
export class DemoProblem extends Error {}

/** Stops the demo with this sentence when something is not as it has to be. */
export function mustHold(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new DemoProblem(otherwise);
}
