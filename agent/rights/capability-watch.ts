import type { Config } from "#agent/config.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import type { AgentCapability } from "#contracts/agent-capability.ts";
import { errorText } from "#contracts/log.ts";
import type { Log } from "#contracts/log.ts";

import { configuredCapabilities, readCapabilities } from "./read-capabilities.ts";

const againMs = 60_000;

/** Knows what the agent can do, and looks again every minute: rights are given and taken while it runs. */
export class CapabilityWatch {
  readonly #input: Parameters<typeof readCapabilities>[0] & { readonly log: Log };
  #known: readonly AgentCapability[];

  constructor(input: {
    readonly client: KubeClient;
    readonly config: Pick<Config, "sync" | "namespaces">;
    readonly log: Log;
    readonly signal: AbortSignal;
  }) {
    this.#input = input;
    this.#known = configuredCapabilities(input.config);
    const timer = setInterval(() => void this.refresh(), againMs);
    input.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  }

  get known(): readonly AgentCapability[] {
    return this.#known;
  }

  /** Asks the API server; what was known stays where it does not answer. */
  async refresh(): Promise<void> {
    try {
      this.#known = await readCapabilities(this.#input);
    } catch (error) {
      const { log, signal } = this.#input;
      if (signal.aborted) return;
      log("info", "the agent's rights are not known", { error: errorText(error) });
    }
  }
}
