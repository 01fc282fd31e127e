/** One dependency that can say whether it works. Registered as a list in `health.module.ts`. */
export abstract class HealthCheck {
  abstract readonly name: string;
  /** Without it no request can be served. */
  abstract readonly essential: boolean;
  /** The setting to set when it is off; null when it is configured. */
  abstract get off(): string | null;
  /** Resolves when the dependency works and rejects when it does not. */
  abstract check(): Promise<void>;
}

/** Injection token of all checks. */
export const HEALTH_CHECKS = Symbol('HealthChecks');
