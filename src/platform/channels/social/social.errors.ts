import { AppError, defineError } from '#kernel/errors';

export const SocialServiceUnknown = defineError(
  'channels/unknown-service',
  'not-found',
  (name: string, known: readonly string[]) =>
    `"${name.slice(0, 50)}" is no service we know. Known are: ${known.join(', ')}.`,
);
/** The company offers nothing that could do it. */
export const SocialNotOffered = defineError(
  'channels/not-offered',
  'not-offered',
  (reason: string) => reason,
);

/** The key or token is unknown, expired or revoked: its owner has to connect again. */
export class SocialTokenRefused extends AppError {
  constructor(company: string) {
    super(
      'channels/token-refused',
      'invalid',
      `${company} does not take the key or token: connect it again.`,
    );
  }
}

/** Nothing was done: there were too many requests. `retryAfter` says for how long there are. */
export class SocialLimited extends AppError {
  constructor(company: string) {
    super('channels/social-limited', 'too-many', `${company} takes no more requests at the moment.`);
  }
}

/** Nothing was done, and will not be: for what the post holds, or for what the account may. */
export class SocialRefused extends AppError {
  constructor(company: string, reason: string) {
    super('channels/social-refused', 'invalid', `${company} refused: ${reason}`);
  }
}

/** Nothing was done: the company could not be reached, or failed before it was asked to publish. */
export class SocialUnavailable extends AppError {
  constructor(company: string) {
    super('channels/social-unavailable', 'unavailable', `${company} did not answer as it should.`);
  }
}

/** No answer that says yes or no after the request to publish had begun to leave: nobody can know whether it was done. */
export class SocialUnknown extends AppError {
  constructor(company: string) {
    super(
      'channels/social-unknown',
      'unavailable',
      `Whether ${company} published the post is unknown: its answer was lost. Look there before you publish it again.`,
    );
  }
}
