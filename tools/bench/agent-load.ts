import { setTimeout as sleep } from "node:timers/promises";

import { openAgentWorld } from "./agent-world.ts";
import type { BenchOptions, BenchResult } from "./bench.ts";
import { figure } from "./figure.ts";

const quietMs = 30_000;

/** What the agent costs while nothing happens among 2,000 workloads, beside raw informers. */
export async function benchAgentLoad({ signal, report }: BenchOptions): Promise<BenchResult> {
  const world = await openAgentWorld(2_000);
  async function rest(about: string, start: typeof world.startAgent) {
    const running = await start();
    await sleep(5_000, undefined, { signal });
    const watches = world.cluster.openWatches();
    world.cluster.take();
    const before = await running.cpuMs();
    report(`${about}: ${quietMs / 1000} quiet seconds`);
    await sleep(quietMs, undefined, { signal });
    const cpuMs = (await running.cpuMs()) - before;
    await running.stop();
    return { watches, cpuMs, ...world.cluster.take() };
  }
  try {
    const ours = await rest("agent", world.startAgent);
    const peer = await rest("informers", world.startInformers);
    const pair = (pick: keyof typeof ours) => ({ ours: ours[pick], peer: peer[pick] });
    return {
      peer: "raw informers of client-node",
      figures: [
        figure({ name: "watches open", ...pair("watches"), unit: "requests" }),
        figure({ name: "requests in 30 s", ...pair("requests"), unit: "requests" }),
        figure({ name: "bytes in 30 s", ...pair("bytes"), unit: "bytes" }),
        figure({ name: "CPU time in 30 s", ...pair("cpuMs"), unit: "ms" }),
      ],
    };
  } finally {
    await world.close();
  }
}
