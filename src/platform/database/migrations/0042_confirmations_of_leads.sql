-- A lead that is forgotten takes along that it was confirmed, and from where.
create index form_confirmations_of_lead on form_confirmations (lead_id) where lead_id is not null;
-- So does a form.
create index form_confirmations_of_form on form_confirmations (form_id);
