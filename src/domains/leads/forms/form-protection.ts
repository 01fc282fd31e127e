import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { idAt, idBytes, SignedClaims } from '#kernel/signed-claim';
import { Settings } from '#platform/config/settings';
import type { PublicChallenge, PublicFormProtection } from './public-form.dto.js';
import { once, type Once } from '../protection/once.js';
import { ProofOfWork } from '../protection/proof-of-work.js';
import { FormHasNoPuzzle, FormPuzzleUnsolved, FormTokenExpired, FormTokenRequired } from './form.errors.js';
import type { PublishedForm } from './published-form.js';

const ID_BYTES = 16;
const SECOND_BYTES = 4;
/** Makes each token another one, whoever else is shown the form in the same second. */
const ODDS_BYTES = 8;
const GOOD_FOR_SECONDS = 24 * 60 * 60;

/** What a submission says of itself: nobody's, or made with a form that was shown to somebody. */
export type Verdict = 'robot' | 'welcome';

/**
 * Tells submissions of people from those of robots by when their form was shown. A form is shown with a signed token of
 * the form and the second; a submission carries it as `_token`.
 */
@Injectable()
export class FormProtection {
  private readonly claims: SignedClaims<'shown'>;

  constructor(
    private readonly settings: Settings,
    private readonly puzzles: ProofOfWork,
  ) {
    this.claims = new SignedClaims(settings.keys('leads.forms'));
  }

  /** What the page or script that shows the form now sends along. Never the same twice. */
  tokenFor({ id, settings }: PublishedForm): PublicFormProtection {
    const claim = Buffer.alloc(ID_BYTES + SECOND_BYTES);
    idBytes(id).copy(claim);
    claim.writeUInt32BE(now(), ID_BYTES);
    const token = this.claims.sign('shown', Buffer.concat([claim, randomBytes(ODDS_BYTES)]));
    const challenge_url = `${this.settings.backendUrl}/api/lead-capture/public/forms/${id}/challenge`;
    const proof_of_work = settings.proof_of_work ? { challenge_url } : null;
    return { token, minimum_seconds: settings.minimum_seconds, proof_of_work };
  }

  /** A puzzle for who was shown the form; each time another one. */
  async challenge({ id, settings }: PublishedForm): Promise<PublicChallenge> {
    if (!settings.proof_of_work) throw new FormHasNoPuzzle();
    return this.puzzles.challenge(id);
  }

  /**
   * What a submission is taken with, once each: its token where the form wants one, and the puzzle it has solved. Throws
   * `FormPuzzleUnsolved` where there is no right solution.
   */
  async taken({ id, settings }: PublishedForm, token: unknown, solution: unknown): Promise<Once[]> {
    const taken: Once[] = [];
    if (settings.require_token) {
      const until = new Date(Date.now() + GOOD_FOR_SECONDS * 1_000);
      taken.push(once('token', String(token), until));
    }
    if (settings.proof_of_work) {
      const solved = await this.puzzles.solved(id, solution);
      if (!solved) throw new FormPuzzleUnsolved();
      taken.push(solved);
    }
    return taken;
  }

  /**
   * What is wrong in a way that no browser brings about is a robot's and is met with silence: a token that we have not
   * signed or that is of another form, and a form filled in sooner than anybody can. Told why, its maker would mend it.
   * What befalls people is told: a page left open for more than a day (`FormTokenExpired`), and no token where the form
   * wants one (`FormTokenRequired`), which is how a program that knows nothing of tokens finds out.
   */
  judge({ id, settings }: PublishedForm, token: unknown): Verdict {
    if (token === undefined || token === null || token === '') {
      if (settings.require_token) throw new FormTokenRequired();
      return 'welcome';
    }
    const shown = typeof token === 'string' ? this.claims.read('shown', token) : undefined;
    if (shown?.length !== ID_BYTES + SECOND_BYTES + ODDS_BYTES || idAt(shown) !== id) return 'robot';
    const seconds = now() - shown.readUInt32BE(ID_BYTES);
    if (seconds > GOOD_FOR_SECONDS) throw new FormTokenExpired();
    return seconds < settings.minimum_seconds ? 'robot' : 'welcome';
  }
}

function now(): number {
  return Math.floor(Date.now() / 1_000);
}
