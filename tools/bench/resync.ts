import { openAgentWorld } from "./agent-world.ts";
import type { BenchOptions, BenchResult } from "./bench.ts";
import { figure, spread } from "./figure.ts";
import { percentile } from "./percentile.ts";
import type { Snapshot } from "./stand-in-gateway.ts";

/**
 * A whole snapshot of 2,000 workloads and their 10,000 pods to a gateway that lost its place, in time and bytes on the
 * wire; once with ids that are alike, and once with random uids, digests and names, which nothing can compress.
 */
export async function benchResync(options: BenchOptions): Promise<BenchResult> {
  const alike = await measure(false, options);
  const random = await measure(true, options);
  const bytes = (samples: readonly Snapshot[]) =>
    percentile(
      samples.map((sample) => sample.bytes),
      0.5,
    );
  const times = random.map(({ milliseconds }) => milliseconds);
  const unit = "bytes";
  return {
    peer: "nothing",
    figures: [
      ...spread("2,000 workloads", { ours: times, peer: null }),
      figure({ name: "on the wire, ids alike", ours: bytes(alike), peer: null, unit }),
      figure({ name: "on the wire, ids random", ours: bytes(random), peer: null, unit }),
    ],
  };
}

async function measure(
  random: boolean,
  { runs, signal, report }: BenchOptions,
): Promise<readonly Snapshot[]> {
  const world = await openAgentWorld({ workloads: 2_000, random });
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
    return samples;
  } finally {
    await world.close();
  }
}
