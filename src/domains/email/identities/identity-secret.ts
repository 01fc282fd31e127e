/** Under which name the key that signs an identity's mail lies in the vault. */
export const secretOfIdentity = (id: string) => `mail_identity:${id}` as const;
