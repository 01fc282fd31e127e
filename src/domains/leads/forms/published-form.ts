import { palettesOf } from '../styling/form-palette.js';
import type { FormStyling } from '../styling/form-styling.dto.js';
import type { FormField } from './form.dto.js';
import type { FormSettings } from './form-settings.dto.js';
import type { PublicForm, PublicFormProtection } from './public-form.dto.js';

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

/** What of it a visitor's browser is told. */
export function publicFormOf(form: PublishedForm, protection: PublicFormProtection): PublicForm {
  const { id, name, fields, styling, settings } = form;
  const palettes = palettesOf(styling);
  return {
    id,
    name,
    fields,
    styling,
    palettes,
    settings: { redirect_url: settings.redirect_url },
    protection,
  };
}
