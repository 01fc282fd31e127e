import type { ServerResponse } from 'node:http';

/** Calls when the answer is over, whole or not; at once when the client has left already. */
export function onceClosed(answer: ServerResponse, then: () => void): void {
  if (answer.closed || answer.destroyed) then();
  else answer.once('close', then);
}
