import type { Config } from "#agent/config.ts";
import type { Observation } from "#agent/observation.ts";
import type { GatewayStream } from "#agent/stream/gateway-stream.ts";

import { agentMetrics } from "./agent-metrics.ts";
import { startHealthServer } from "./health-server.ts";
import type { HealthServer } from "./health-server.ts";
import type { Metric } from "./metrics.ts";

interface Parts {
  readonly observation: Observation;
  readonly stream: GatewayStream;
}

/** What is known of the agent's own state while its parts come and go. */
export class AgentVitals {
  readonly #version: string;
  #parts: Parts | null = null;
  #isEnrolled = false;

  constructor(version: string) {
    this.#version = version;
  }

  /** Whether it has an identity; one that waits for its turn has none to show, and is not ready. */
  get isReady(): boolean {
    return this.#isEnrolled;
  }

  enrolled(): void {
    this.#isEnrolled = true;
  }

  /** From now on these parts are looked at. */
  watch(parts: Parts): void {
    this.#parts = parts;
  }

  metrics(): readonly Metric[] {
    const { user, system } = process.cpuUsage();
    return agentMetrics({
      version: this.#version,
      isConnected: this.#parts?.stream.isConnected ?? false,
      connections: this.#parts?.stream.connections ?? 0,
      workloads: this.#parts?.observation.workloads ?? 0,
      watches: this.#parts?.observation.watches.health ?? [],
      now: performance.now(),
      residentBytes: process.memoryUsage.rss(),
      cpuSeconds: (user + system) / 1e6,
    });
  }
}

/** The health server, where the configuration has a port for it. */
export async function openHealth(
  { healthPort }: Config,
  vitals: AgentVitals,
): Promise<HealthServer | null> {
  if (healthPort === undefined) return null;
  return startHealthServer({
    port: healthPort,
    isReady: () => vitals.isReady,
    metrics: () => vitals.metrics(),
  });
}
