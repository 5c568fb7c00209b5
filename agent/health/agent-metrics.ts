import type { ReflectorHealth } from "#agent/watch/reflector.ts";

import type { Metric } from "./metrics.ts";

/** What the agent can say of itself at one moment. */
export interface Vitals {
  readonly version: string;
  readonly isConnected: boolean;
  readonly connections: number;
  readonly workloads: number;
  readonly watches: readonly ReflectorHealth[];
  /** On `performance.now()`'s clock. */
  readonly now: number;
  readonly residentBytes: number;
  readonly cpuSeconds: number;
}

/** The agent's metrics; every name is documented in docs/agent.md. */
export function agentMetrics(vitals: Vitals): readonly Metric[] {
  const { watches, now } = vitals;
  const heard = watches.flatMap(({ resource, heardAt }) =>
    heardAt === null ? [] : [{ labels: { resource }, value: (now - heardAt) / 1000 }],
  );
  return [
    gauge("stagecoach_agent_info", "The agent's version.", [
      { labels: { version: vitals.version }, value: 1 },
    ]),
    gauge("stagecoach_agent_connected", "Whether the agent is connected to its gateway.", [
      { value: Number(vitals.isConnected) },
    ]),
    counter("stagecoach_agent_connections_total", "Connections made.", vitals.connections),
    gauge("stagecoach_agent_workloads", "Workloads that the agent knows.", [
      { value: vitals.workloads },
    ]),
    gauge(
      "stagecoach_agent_watch_synced",
      "Whether all objects of a kind are known.",
      watches.map(({ resource, synced }) => ({ labels: { resource }, value: Number(synced) })),
    ),
    gauge(
      "stagecoach_agent_watch_forbidden",
      "Whether the right to watch a kind is missing.",
      watches.map(({ resource, missing }) => ({
        labels: { resource },
        value: Number(missing === "right"),
      })),
    ),
    gauge(
      "stagecoach_agent_watch_age_seconds",
      "Time since the API server was last heard about a kind.",
      heard,
    ),
    gauge("process_resident_memory_bytes", "Resident memory.", [{ value: vitals.residentBytes }]),
    counter("process_cpu_seconds_total", "CPU time used.", vitals.cpuSeconds),
  ];
}

function gauge(name: string, help: string, values: Metric["values"]): Metric {
  return { name, help, type: "gauge", values };
}

function counter(name: string, help: string, value: number): Metric {
  return { name, help, type: "counter", values: [{ value }] };
}
