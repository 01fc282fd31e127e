/** What is kept on record of an account for its owner to look up. */
export type PrivacyEvent =
  | 'export.requested'
  | 'export.completed'
  | 'export.downloaded'
  | 'deletion.requested'
  | 'deletion.undone'
  | 'person.erased'
  | 'retention.changed';
