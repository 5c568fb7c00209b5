import { openAgentWorld } from "./agent-world.ts";
import type { BenchOptions, BenchResult } from "./bench.ts";
import { figure, spread } from "./figure.ts";
import { percentile } from "./percentile.ts";
import type { Snapshot } from "./stand-in-gateway.ts";

type Forgotten = "place" | "everything";

/**
 * A whole snapshot of 2,000 workloads and their 10,000 pods, in time and bytes on the wire: to a gateway that lost its
 * place in the stream, as it does when an agent starts anew, and to one that knows nothing of the cluster. Uids, digests
 * and names are random, which nothing can compress; once they are alike.
 */
export async function benchResync(options: BenchOptions): Promise<BenchResult> {
  const random = await measure({ random: true, forgets: ["place", "everything"] }, options);
  const alike = await measure({ random: false, forgets: ["everything"] }, options);
  return {
    peer: "nothing",
    figures: [
      ...times("2,000 workloads", random.place),
      wire("on the wire", random.place),
      ...times("the first time", random.everything),
      wire("the first time, on the wire", random.everything),
      wire("the first time, ids alike", alike.everything),
    ],
  };
}

function times(name: string, samples: readonly Snapshot[]) {
  return spread(name, { ours: samples.map(({ milliseconds }) => milliseconds), peer: null });
}

function wire(name: string, samples: readonly Snapshot[]) {
  const sizes = samples.map(({ bytes }) => bytes);
  return figure({ name, ours: percentile(sizes, 0.5), peer: null, unit: "bytes" });
}

async function measure(
  { random, forgets }: { readonly random: boolean; readonly forgets: readonly Forgotten[] },
  { runs, signal, report }: BenchOptions,
): Promise<Readonly<Record<Forgotten, readonly Snapshot[]>>> {
  const world = await openAgentWorld({ workloads: 2_000, random });
  try {
    await world.startAgent();
    const samples: Record<Forgotten, Snapshot[]> = { place: [], everything: [] };
    for (const what of forgets) {
      for (let run = 0; run < runs; run += 1) {
        signal.throwIfAborted();
        const told = world.gateway.snapshot();
        world.gateway.forget(what);
        samples[what].push(await told);
      }
      report(`${samples[what][0]?.count ?? 0} workloads in each snapshot`);
    }
    return samples;
  } finally {
    await world.close();
  }
}
