/** What one round of one side came to. */
export interface Sample {
  /** Requests or rows a second. */
  rate: number;
  /** CPU time of the server process for one of them; null where there is no such process, or no /proc. */
  cpuMicros: number | null;
  /** CPU time of Postgres for one of them; null where it runs on another machine. */
  databaseMicros: number | null;
  /** The time within which 99 of 100 requests were answered; null where nothing is asked one by one. */
  p99Millis: number | null;
  /** What a path has that stands between a caller and somebody slower. */
  delays?: Delays;
  /** What a path has besides, by what it is called. */
  figures?: Readonly<Record<string, number>>;
}

/** Milliseconds beyond those of whoever is asked behind the server: half, and 99 of 100, of the whole answers; half of the first pieces. */
export interface Delays {
  p50: number;
  p99: number;
  firstToken: number;
}

/** The product, or what it is held against; a round that breaks the path's invariant throws and gives no figure. */
export interface Side {
  round(): Promise<Sample>;
}

export interface Contest {
  product: Side;
  baseline: Side;
}

/** How large a run is. */
export interface Scale {
  smoke: boolean;
  rounds: number;
  secs: number;
  /** How many rows or recipients, where a path has its own way of saying how many; its usual number while nothing is said. */
  size?: number | undefined;
}

/** What a path needs to set itself up; what it starts is registered so that it ends with the run. */
export interface Arena {
  scale: Scale;
  /** Where temporary files may lie. */
  folder: string;
  atEnd(work: () => Promise<void>): void;
}

/** One hot path of the product, with its baseline, its data and its invariant. */
export interface BenchPath {
  name:
    | 'capture'
    | 'list'
    | 'import'
    | 'import-million'
    | 'export-million'
    | 'score-million'
    | 'gateway'
    | 'retrieval'
    | 'leads'
    | 'mail'
    | 'schedules'
    | 'webhooks';
  unit: string;
  /** So many rounds at most, where each takes minutes. */
  roundsAtMost?: number;
  prepare(arena: Arena): Promise<Contest>;
}
