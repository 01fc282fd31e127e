/** One page of a list: becomes `data` and, beside it, `next_cursor`. */
export class Listed<Item> {
  constructor(
    readonly items: readonly Item[],
    readonly nextCursor: string | null,
  ) {}
}

/** A list whose items Postgres has already written as a JSON array; it is passed through without being parsed. */
export class ListedJson {
  constructor(
    readonly json: string,
    readonly nextCursor: string | null,
  ) {}
}
