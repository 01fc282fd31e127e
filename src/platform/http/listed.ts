/** One page of a list: becomes `data` and, beside it, `next_cursor`. */
export class Listed<Item> {
  constructor(
    readonly items: readonly Item[],
    readonly nextCursor: string | null,
  ) {}
}

/** How many items a list has on all its pages. */
export interface Total {
  readonly count: number;
  readonly estimated: boolean;
}

/** A list whose items Postgres has already written as a JSON array; it is passed through without being parsed. */
export class ListedJson {
  constructor(
    readonly json: string,
    readonly nextCursor: string | null,
    readonly total?: Total,
  ) {}
}
