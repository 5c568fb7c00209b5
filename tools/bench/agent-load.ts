import { setTimeout as sleep } from "node:timers/promises";

import { openAgentWorld } from "./agent-world.ts";
import type { AgentWorld } from "./agent-world.ts";
import type { BenchOptions, BenchResult } from "./bench.ts";
import { figure } from "./figure.ts";
import type { Figure } from "./figure.ts";
import type { MeasuredProcess } from "./measured-process.ts";

/** Long enough that every watch ends once and begins again: the agent has them last six minutes at most. */
const quietMs = 390_000;
const perHour = 3_600_000 / quietMs;
/** Workloads of five pods each. */
const rolledOut = 100;
/** How long after a rollout the last of it is told. */
const settleMs = 3_000;

/**
 * What the agent costs the API server and itself among 2,000 workloads with all kinds of Flux and Argo CD there: in a
 * quiet time, scaled to an hour, and while 500 pods are replaced. Raw informers see the same beside it.
 */
export async function benchAgentLoad({ signal, report }: BenchOptions): Promise<BenchResult> {
  const world = await openAgentWorld({ workloads: 2_000, random: true, engines: true });
  try {
    const agent = await world.startAgent();
    const informers = await world.startInformers();
    await sleep(15_000, undefined, { signal });
    report(`${quietMs / 1000} quiet seconds`);
    const watches = countWatches(world);
    const quiet = await measure({ world, agent, informers }, () =>
      sleep(quietMs, undefined, { signal }),
    );
    report(`a rollout of ${rolledOut * 5} pods`);
    const rollout = await measure({ world, agent, informers }, async () => {
      await world.cluster.rollOut(rolledOut, signal);
      await sleep(settleMs, undefined, { signal });
    });
    return {
      peer: "raw informers of client-node",
      figures: [
        figure({ name: "watches open at most", ...watches(), unit: "requests" }),
        ...figuresOf("a quiet hour", quiet, perHour),
        figure({
          name: "bytes to the gateway in a quiet hour",
          ours: quiet.up * perHour,
          peer: null,
          unit: "bytes",
        }),
        figure({
          name: "of one core when quiet",
          ours: (quiet.agent.cpuMs * 100) / quiet.milliseconds,
          peer: (quiet.informers.cpuMs * 100) / quiet.milliseconds,
          unit: "%",
        }),
        ...figuresOf("a rollout of 500 pods", rollout, 1),
        figure({
          name: "bytes to the gateway in a rollout of 500 pods",
          ours: rollout.up,
          peer: null,
          unit: "bytes",
        }),
        figure({
          name: "CPU time in a rollout of 500 pods",
          ours: rollout.agent.cpuMs,
          peer: rollout.informers.cpuMs,
          unit: "ms",
        }),
      ],
    };
  } finally {
    await world.close();
  }
}

interface Cost {
  readonly requests: number;
  readonly lists: number;
  readonly bytes: number;
  readonly cpuMs: number;
}

interface Costs {
  readonly agent: Cost;
  readonly informers: Cost;
  readonly milliseconds: number;
  /** Bytes to the gateway. */
  readonly up: number;
}

/** Both sides' costs while something goes on. */
async function measure(
  sides: {
    readonly world: AgentWorld;
    readonly agent: MeasuredProcess;
    readonly informers: MeasuredProcess;
  },
  during: () => Promise<void>,
): Promise<Costs> {
  const { world, agent, informers } = sides;
  world.cluster.take("agent");
  world.cluster.take("others");
  const before = { agent: await agent.cpuMs(), informers: await informers.cpuMs() };
  const [sent, startedAt] = [world.gateway.bytes(), performance.now()];
  await during();
  return {
    agent: {
      ...world.cluster.take("agent"),
      cpuMs: (await agent.cpuMs()) - before.agent,
    },
    informers: {
      ...world.cluster.take("others"),
      cpuMs: (await informers.cpuMs()) - before.informers,
    },
    milliseconds: performance.now() - startedAt,
    up: world.gateway.bytes() - sent,
  };
}

function figuresOf(about: string, { agent, informers }: Costs, times: number): readonly Figure[] {
  return (["requests", "lists", "bytes"] as const).map((what) =>
    figure({
      name: `${what} in ${about}`,
      ours: agent[what] * times,
      peer: informers[what] * times,
      unit: what === "bytes" ? "bytes" : "requests",
    }),
  );
}

/** Looks every second how many watches are open; says when asked how many there were at most. */
function countWatches({ cluster }: AgentWorld): () => {
  readonly ours: number;
  readonly peer: number;
} {
  const most = { ours: 0, peer: 0 };
  const timer = setInterval(() => {
    most.ours = Math.max(most.ours, cluster.openWatches("agent"));
    most.peer = Math.max(most.peer, cluster.openWatches("others"));
  }, 1_000);
  return () => {
    clearInterval(timer);
    return most;
  };
}
