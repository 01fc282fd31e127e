import { statfs } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { VERSION } from '#platform/config/version';
import { Database } from '#platform/database/database';
import { Draining } from '#platform/http/draining';
import { HEALTH_CHECKS, type HealthCheck } from './health-check.js';
import type { DependencyState, HealthStatus, HealthSummary, Readiness, SystemFigures } from './health.dto.js';

const REMEMBERED_MS = 2_000;
const WITHIN_MS = 2_500;

/** Asks each dependency whether it works; answers are remembered for two seconds, so probes cost little. */
@Injectable()
export class HealthService {
  private known: { at: number; states: Promise<Map<HealthCheck, DependencyState>> } | undefined;

  constructor(
    @Inject(HEALTH_CHECKS) private readonly checks: readonly HealthCheck[],
    private readonly settings: Settings,
    private readonly database: Database,
    private readonly draining: Draining,
  ) {}

  async summary(): Promise<HealthSummary> {
    const states = await this.states();
    const well = [...states.values()].every(({ state }) => state !== 'unhealthy');
    return {
      status: well ? 'healthy' : 'degraded',
      version: VERSION,
      timestamp: new Date().toISOString(),
      environment: this.settings.ENVIRONMENT,
      agents_status: well ? 'operational' : 'degraded',
    };
  }

  async readiness(): Promise<Readiness> {
    const essential = [...(await this.states())].filter(([check]) => check.essential);
    return {
      status:
        essential.every(([, { state }]) => state === 'healthy') && !this.draining.isOn
          ? 'ready'
          : 'not-ready',
      services: Object.fromEntries(essential.map(([{ name }, { state }]) => [name, state])),
      timestamp: new Date().toISOString(),
    };
  }

  async status(): Promise<HealthStatus> {
    const states = [...(await this.states())];
    const bad = states.filter(([, { state }]) => state === 'unhealthy');
    return {
      status: bad.some(([{ essential }]) => essential) ? 'down' : bad.length > 0 ? 'degraded' : 'operational',
      services: Object.fromEntries([
        ['api', 'healthy'],
        ...states.map(([{ name }, { state }]) => [name, state]),
      ]),
      dependencies: Object.fromEntries(states.map(([{ name }, state]) => [name, state])),
      timestamp: new Date().toISOString(),
      version: VERSION,
      environment: this.settings.ENVIRONMENT,
    };
  }

  async system(): Promise<SystemFigures> {
    const { cpuUsage, memoryUsage, uptime, constrainedMemory } = process;
    const { user, system } = cpuUsage();
    const disk = await statfs(this.settings.DATA_DIR).catch(() => statfs('.'));
    const { open, idle } = this.database.server.counts();
    const memory = percent(memoryUsage.rss(), constrainedMemory());
    const diskUsed = percent(disk.blocks - disk.bavail, disk.blocks);
    return {
      status:
        memory > 95 || diskUsed > 95 ? 'critical' : memory > 85 || diskUsed > 85 ? 'warning' : 'healthy',
      uptime: Math.round(uptime()),
      memory_usage: memory,
      cpu_usage: percent((user + system) / 1_000_000, uptime()),
      disk_usage: diskUsed,
      active_connections: open - idle,
      last_check: new Date().toISOString(),
    };
  }

  private states(): Promise<Map<HealthCheck, DependencyState>> {
    if (this.known && Date.now() - this.known.at < REMEMBERED_MS) return this.known.states;
    const states = Promise.all(this.checks.map(async (check) => [check, await stateOf(check)] as const));
    this.known = { at: Date.now(), states: states.then((all) => new Map(all)) };
    return this.known.states;
  }
}

async function stateOf(check: HealthCheck): Promise<DependencyState> {
  if (check.off !== null)
    return { state: 'off', latency_ms: null, note: `Set ${check.off} to switch it on.` };
  const started = performance.now();
  try {
    await withinTime(check.check());
    return { state: 'healthy', latency_ms: sinceMs(started), note: null };
  } catch (error) {
    const note =
      error instanceof AppError || (error instanceof Error && !('code' in error))
        ? error.message
        : 'It does not answer.';
    return { state: 'unhealthy', latency_ms: sinceMs(started), note };
  }
}

function withinTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It did not answer in time.')), WITHIN_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const sinceMs = (started: number) => Math.round((performance.now() - started) * 10) / 10;
const percent = (part: number, whole: number) => (whole > 0 ? Math.round((part / whole) * 1000) / 10 : 0);
