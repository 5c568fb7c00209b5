import { setTimeout as sleep } from "node:timers/promises";

import { openAgentWorld } from "./agent-world.ts";
import type { BenchOptions, BenchResult } from "./bench.ts";
import { figure } from "./figure.ts";
import type { MeasuredProcess } from "./measured-process.ts";
import { percentile } from "./percentile.ts";

const workloads = 2_000;
/** How long a process may rest before it is measured: V8 tidies up after some idle seconds. */
const restMs = 20_000;

/** Resident memory of the agent with 2,000 workloads and 10,000 pods, and with none, beside raw informers. */
export async function benchAgentMemory(options: BenchOptions): Promise<BenchResult> {
  const figures = [];
  for (const [about, size] of [
    ["no workload", 0],
    ["2,000 workloads, 10,000 pods", workloads],
  ] as const) {
    const { ours, peer } = await measure(size, options);
    const of = (side: readonly Sample[], pick: keyof Sample): number =>
      percentile(
        side.map((sample) => sample[pick]),
        0.5,
      );
    for (const [what, pick] of [
      ["at rest", "now"],
      ["at most", "most"],
    ] as const) {
      const name = `${about}, ${what}`;
      figures.push(figure({ name, ours: of(ours, pick), peer: of(peer, pick), unit: "bytes" }));
    }
  }
  return { peer: "raw informers of client-node", figures };
}

interface Sample {
  readonly now: number;
  readonly most: number;
}

async function measure(
  size: number,
  { runs, signal, report }: BenchOptions,
): Promise<{ readonly ours: readonly Sample[]; readonly peer: readonly Sample[] }> {
  const world = await openAgentWorld({ workloads: size, random: true });
  const samples = { ours: new Array<Sample>(), peer: new Array<Sample>() };
  async function sample(started: Promise<MeasuredProcess>): Promise<Sample> {
    const running = await started;
    await sleep(restMs, undefined, { signal });
    const memory = await running.memory();
    await running.stop();
    return memory;
  }
  try {
    for (let run = 0; run < runs; run += 1) {
      samples.ours.push(await sample(world.startAgent()));
      samples.peer.push(await sample(world.startInformers()));
      report(`${size} workloads, run ${run + 1} of ${runs}`);
    }
    return samples;
  } finally {
    await world.close();
  }
}
