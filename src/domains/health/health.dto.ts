/** Whether the process serves and, in one word, how well. */
export class HealthSummary {
  /** `degraded` when a dependency does not answer. @example 'healthy' */
  status!: 'healthy' | 'degraded';
  /** @example '1.0.0' */
  version!: string;
  /** @example '2026-11-23T20:00:00.000Z' */
  timestamp!: string;
  /** @example 'production' */
  environment!: string;
  /** What answers behind the agents. @example 'operational' */
  agents_status!: string;
}

/** Alive: the process answers. */
export class Liveness {
  /** @example 'ok' */
  status!: string;
  timestamp!: string;
}

/** Ready: every dependency without which no request can be served. */
export class Readiness {
  status!: 'ready' | 'not-ready';
  services!: Record<string, string>;
  timestamp!: string;
}

/** One dependency. */
export class DependencyState {
  /** `healthy`, `unhealthy`, or `off` when nothing is configured. */
  state!: 'healthy' | 'unhealthy' | 'off';
  /** Milliseconds until it answered. */
  latency_ms!: number | null;
  /** What is missing or wrong, in words without secrets. */
  note!: string | null;
}

/** Every dependency with its state and latency. */
export class HealthStatus {
  status!: 'operational' | 'degraded' | 'down';
  /** Name and state, as old clients read it. */
  services!: Record<string, string>;
  /** Name, state, latency and note. */
  dependencies!: Record<string, DependencyState>;
  timestamp!: string;
  version!: string;
  environment!: string;
}

/** Figures of the process. */
export class SystemFigures {
  status!: 'healthy' | 'warning' | 'critical';
  /** Seconds since the start. */
  uptime!: number;
  /** Percent of the memory limit in use. */
  memory_usage!: number;
  /** Percent of one core in use since the start. */
  cpu_usage!: number;
  /** Percent of the data volume in use. */
  disk_usage!: number;
  /** Database connections that are lent out. */
  active_connections!: number;
  last_check!: string;
}
