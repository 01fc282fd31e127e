import { FormPalettes, FormStyling } from '../styling/form-styling.dto.js';
import { FormField } from './form.dto.js';

export class PublicFormSettings {
  redirect_url!: string | null;
}

export class PublicProofOfWork {
  /** Where a challenge of altcha comes from; its solution goes along as `_pow`. */
  challenge_url!: string;
}

/** What a submission proves that it comes from a form that was shown to somebody. */
export class PublicFormProtection {
  /** Goes along as `_token`; good for a day. Each time a form is shown it is another one. */
  token!: string;
  /** How long to wait after the form was shown: a browser fills it in faster than a person. */
  minimum_seconds!: number;
  proof_of_work!: PublicProofOfWork | null;
}

/** What a visitor's browser needs to show a form. */
export class PublicForm {
  id!: string;
  name!: string;
  fields!: FormField[];
  styling!: FormStyling;
  palettes!: FormPalettes;
  settings!: PublicFormSettings;
  protection!: PublicFormProtection;
}

export class PublicFormAnswer {
  form!: PublicForm;
}

/** The numbers of a puzzle. */
export class PublicChallengeParameters {
  /** @example 'PBKDF2/SHA-256' */
  algorithm!: string;
  nonce!: string;
  salt!: string;
  /** Iterations of each try. */
  cost!: number;
  keyLength!: number;
  /** How the key that is looked for begins. */
  keyPrefix!: string;
  keySignature?: string;
  /** Seconds since 1970. */
  expiresAt?: number;
  /** What the puzzle is for. */
  data?: Record<string, unknown>;
}

/**
 * A puzzle in the format of altcha: for which counter is the key derived from nonce and counter with the salt one that begins
 * with the prefix? Whoever knows sends base64 of `{ challenge, solution: { counter, derivedKey } }` as `_pow`.
 */
export class PublicChallenge {
  parameters!: PublicChallengeParameters;
  signature?: string;
}
