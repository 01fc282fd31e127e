import type { FormField, FormSettings, FormStyling } from './form.dto.js';

/** What a visitor's browser and a submission need of an active form; the owner's id never leaves the server. */
export interface PublishedForm {
  id: string;
  ownerId: string;
  name: string;
  campaignName: string | null;
  fields: FormField[];
  styling: FormStyling;
  settings: FormSettings;
}
