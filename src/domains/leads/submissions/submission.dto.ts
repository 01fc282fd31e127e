/** What a visitor sends from a form: the form's own fields by name, at the top or inside `custom_fields`. */
export class SubmissionBody {
  /** @example 'ada@example.com' */
  email!: string;
  name?: string;
  phone?: string;
  company?: string;
  /**
   * Answers to the form's other fields, and up to 50 plain values it does not ask for, which never replace what is known
   * of the lead. An unknown field anywhere else is left out.
   */
  custom_fields?: Record<string, unknown>;
  referrer?: string;
  utm_source?: string;
  utm_medium?: string;
  utm_campaign?: string;
  utm_term?: string;
  utm_content?: string;
  /** The form's own `protection.token`, as it was given when the form was shown. */
  _token?: string;
  /** For forms with `protection.proof_of_work`: the solved challenge, as the widget of altcha gives it. */
  _pow?: string;
}

/** The visitor's receipt. */
export class SubmissionReceipt {
  /** None while the visitor has to confirm. */
  lead_id!: string | null;
  message!: string;
  /** Where the form's owner wants the visitor to go next. */
  redirect_url!: string | null;
  /** There, and true, when the visitor becomes a lead only by following the link in a mail. */
  confirmation_required?: boolean;
  /** There when another address was probably meant, so that a page can ask. */
  email_suggestion?: string;
}
