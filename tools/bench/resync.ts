import { openAgentWorld } from "./agent-world.ts";
import type { BenchOptions, BenchResult } from "./bench.ts";
import { figure, spread } from "./figure.ts";
import { percentile } from "./percentile.ts";
import type { Snapshot } from "./stand-in-gateway.ts";

/** A whole snapshot of 2,000 workloads to a gateway that lost its place, in time and bytes on the wire. */
export async function benchResync({ runs, signal, report }: BenchOptions): Promise<BenchResult> {
  const world = await openAgentWorld(2_000);
  try {
    await world.startAgent();
    const samples: Snapshot[] = [];
    for (let run = 0; run < runs; run += 1) {
      signal.throwIfAborted();
      const told = world.gateway.snapshot();
      world.gateway.forget();
      samples.push(await told);
    }
    report(`${samples[0]?.count ?? 0} workloads in each snapshot`);
    const bytes = samples.map((sample) => sample.bytes);
    return {
      peer: "nothing",
      figures: [
        ...spread("2,000 workloads", {
          ours: samples.map(({ milliseconds }) => milliseconds),
          peer: null,
        }),
        figure({ name: "on the wire", ours: percentile(bytes, 0.5), peer: null, unit: "bytes" }),
      ],
    };
  } finally {
    await world.close();
  }
}
