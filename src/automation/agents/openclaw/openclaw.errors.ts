import { defineError } from '#kernel/errors';

export const OpenClawUnset = defineError('agents/openclaw-unset', 'unavailable', () => {
  return 'There is no OpenClaw gateway here: set OPENCLAW_URL, and OPENCLAW_TOKEN if it asks for one.';
});
export const OpenClawRefused = defineError('agents/openclaw-refused', 'unavailable', () => {
  return 'The OpenClaw gateway does not let us in: check OPENCLAW_TOKEN.';
});
export const OpenClawUnavailable = defineError('agents/openclaw-unavailable', 'unavailable', () => {
  return 'The OpenClaw gateway did not answer as it should.';
});
