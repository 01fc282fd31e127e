-- A mailing whose settings cannot be followed is held, and its report says so.

alter table email_campaigns
  drop constraint if exists email_campaigns_hold_check,
  add constraint email_campaigns_hold_check check (hold_reason in ('quiet_hours', 'throttle', 'unreadable_settings'));
