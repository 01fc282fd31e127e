/** How an account stands. One that rests can be read and is to be deleted; a closed one is no more. */
export type Standing =
  | { readonly state: 'open' }
  | { readonly state: 'resting'; readonly eraseAt: string }
  | { readonly state: 'closed' };
