/** How the rows of a table belong to a user. */
type Ownership =
  /** A column holds the user's id. */
  | { readonly by: 'column'; readonly column: string }
  /** A column names the row of another table, which belongs to the user. */
  | { readonly by: 'parent'; readonly column: string; readonly parent: string }
  /** A column of text holds the user's id among other words. */
  | { readonly by: 'text'; readonly column: string }
  /** No row is anybody's; the reason is told. */
  | { readonly by: 'nobody'; readonly because: string };

/** What becomes of rows when their user is erased. */
type Fate =
  | { readonly is: 'deleted' }
  /** The rows stay for their figures; what says whose they were is emptied. */
  | { readonly is: 'anonymised'; readonly columns: readonly string[] }
  | { readonly is: 'kept' };

/** What is known of one table of the database: whose its rows are, what of them is given out, and how they are erased. */
export interface MappedTable {
  /** `schema.table`; without a schema, of `public`. */
  readonly name: string;
  readonly owner: Ownership;
  /** Which rows are a user's too though no column says so, as SQL over the row `t` and the user's id `$1`. */
  readonly besides: string | undefined;
  readonly fate: Fate;
  /** Whether its rows stand in an export; else why they do not. */
  readonly export: true | string;
  /** Which rows are given out, as SQL over the row `t`; all of them without it. */
  readonly given: string | undefined;
  /** Columns that an export leaves out: sealed values, and what is worked out from the others. */
  readonly leftOut: readonly string[];
  /** Columns that may name a user in rows of somebody else; they are emptied. */
  readonly names: readonly string[];
  /** The indexed column by which rows are found, and the owned table it leads to; where the owner's column has no index. */
  readonly via: readonly [column: string, parent: string] | undefined;
  /** How an export calls it, where not by its name. */
  readonly as: string | undefined;
  /** How rows are known that speak of one person among the owner's leads. */
  readonly person: PersonColumns;
}

/** How rows speak of people among an owner's leads. Words of other columns are searched for who is erased, unless it is said here. */
interface PersonColumns {
  /** The column that says which lead a row is about. */
  readonly lead?: string;
  /** The column that says to which address. */
  readonly address?: string;
  /** `row`: whatever mentions the person goes whole. `never`: its words are the user's own, or nobody's. */
  readonly mentions?: 'row' | 'never';
  /** Columns that are not searched: they say who the user is, or to whom a row belongs that has come since. */
  readonly own?: readonly string[];
}

export const SAYS_NOTHING = { person: { mentions: 'never' } } as const;

interface Details {
  readonly besides?: string;
  readonly fate?: Fate;
  readonly export?: string;
  readonly given?: string;
  readonly leftOut?: readonly string[];
  readonly names?: readonly string[];
  readonly via?: readonly [string, string];
  readonly as?: string;
  readonly person?: PersonColumns;
}

/** A table whose rows name their user in a column. */
export function owned(name: string, column: string, details: Details = {}): MappedTable {
  return table(name, { by: 'column', column }, details);
}

/** A table whose rows belong to whoever owns the row they name. */
export function ofParent(
  name: string,
  [column, parent]: readonly [string, string],
  details: Details = {},
): MappedTable {
  return table(name, { by: 'parent', column, parent }, details);
}

/**
 * What a user has written into rows of somebody else, which is theirs to take along: without the columns that tell whose those
 * rows are. Such rows are erased with their owner, not with their writer.
 */
export function written(name: string, column: string, as: string, leftOut: readonly string[]): MappedTable {
  return table(name, { by: 'column', column }, { fate: { is: 'kept' }, as, leftOut });
}

/** A table of the platform whose rows hold the id of a user in a text. */
export function naming(name: string, column: string, why: string, person: PersonColumns): MappedTable {
  return table(name, { by: 'text', column }, { export: why, person });
}

/** A table without a row that is anybody's. */
export function nobodys(name: string, because: string, names: readonly string[] = []): MappedTable {
  return table(name, { by: 'nobody', because }, { fate: { is: 'kept' }, export: because, names });
}

function table(name: string, owner: Ownership, details: Details): MappedTable {
  return {
    name: name.includes('.') ? name : `public.${name}`,
    owner,
    besides: details.besides,
    fate: details.fate ?? { is: 'deleted' },
    export: details.export ?? true,
    given: details.given,
    leftOut: details.leftOut ?? [],
    names: details.names ?? [],
    via: details.via,
    as: details.as,
    person: details.person ?? {},
  };
}
