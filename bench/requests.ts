import type { Sample, Scale } from './bench-path.ts';
import type { LoadOrder, LoadReport } from './load.ts';
import { cpuMicros } from './machine.ts';
import { cpuBetween, databaseCpu, type Scratch } from './scratch.ts';
import { runForJson, type Server } from './server.ts';

/** Between rounds a path may ask in other ways, after which the code is compiled anew. */
const WARM_UP_SECS = 5;
/** A server runs for weeks: it is measured when its code is compiled, which takes the larger one longer. */
const FIRST_WARM_UP_SECS = 15;
const SMOKE_WARM_UP_SECS = 0.5;
const GRACE_MS = 15_000;

/** Servers that were measured before. */
const warm = new WeakSet<Server>();

/** What of a round the path's invariant needs besides the figures. */
export interface Answered {
  sample: Sample;
  /** Requests answered with a 2xx, those of the warm-up as well. */
  accepted: number;
}

/** Warms the server up, then measures it; anything but a 2xx and there is no figure. */
export async function underLoad(
  { server, scratch }: { server: Server; scratch: Scratch },
  order: Omit<LoadOrder, 'port' | 'secs'>,
  scale: Scale,
): Promise<Answered> {
  const load = async (secs: number): Promise<LoadReport> => {
    const asked = { ...order, port: server.port, secs };
    const report = (await runForJson('load.ts', asked, secs * 1000 + GRACE_MS)) as LoadReport;
    if (report.refused !== null) throw new Error(`not every request was accepted: ${report.refused}`);
    return report;
  };
  const warmUp = await load(warmUpSecs(server, scale));
  const databaseBefore = await databaseCpu(scratch);
  const before = cpuMicros(server.pid);
  const { accepted, seconds, p99Millis } = await load(scale.secs);
  const after = cpuMicros(server.pid);
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  return {
    sample: {
      rate: accepted / seconds,
      cpuMicros: before === null || after === null ? null : (after - before) / accepted,
      databaseMicros: database === null ? null : database / accepted,
      p99Millis,
    },
    accepted: accepted + warmUp.accepted,
  };
}

function warmUpSecs(server: Server, { smoke }: Scale): number {
  if (smoke) return SMOKE_WARM_UP_SECS;
  const secs = warm.has(server) ? WARM_UP_SECS : FIRST_WARM_UP_SECS;
  warm.add(server);
  return secs;
}
