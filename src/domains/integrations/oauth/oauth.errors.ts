import { AppError, defineError } from '#kernel/errors';

export const OAuthUnset = defineError(
  'oauth/not-configured',
  'unavailable',
  (name: string, settings: readonly string[]) =>
    `${name} cannot be connected by OAuth here: ${settings.join(', ')} ${settings.length === 1 ? 'is' : 'are'} not set.`,
);
export const OAuthNotOffered = defineError(
  'oauth/not-offered',
  'not-offered',
  (name: string, service: string) => {
    return `${name} is not connected by OAuth but by an API key: POST /api/integrations/${service}/connect.`;
  },
);
export const StateUnknown = defineError('oauth/state-unknown', 'invalid', () => {
  return 'This connection was not begun by you, has been finished already, or was begun more than ten minutes ago: begin again.';
});

/** The server takes the code or token no more. */
export class GrantRefused extends AppError {
  constructor(company: string) {
    super(
      'oauth/grant-refused',
      'invalid',
      `${company} does not take this code or token any more: begin again.`,
    );
  }
}
