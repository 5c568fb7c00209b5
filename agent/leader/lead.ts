import { setTimeout as sleep } from "node:timers/promises";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { isStatus } from "#agent/kube/kube-failure.ts";
import { errorText } from "#contracts/log.ts";
import type { Log } from "#contracts/log.ts";

import { Lease, leaseStep, look } from "./lease.ts";
import type { LeaseStep, Sighting } from "./lease.ts";

export interface LeaseOptions {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly name: string;
  /** Who this process is, such as the pod's name. */
  readonly holder: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly timing?: { readonly durationSeconds: number; readonly retryMs: number };
}

const usualTiming = { durationSeconds: 30, retryMs: 5_000 };

/**
 * Waits until this process holds the lease, then keeps it. `lost` aborts when it could not be renewed for its
 * duration or another took it: the process must stop what it does. Aborting the signal gives the lease up.
 */
export async function lead(options: LeaseOptions): Promise<{ readonly lost: AbortSignal }> {
  const { signal, log, timing = usualTiming } = options;
  const lost = new AbortController();
  const candidate = new Candidate(options, timing);
  let hasSaid = false;
  while (!(await candidate.turn())) {
    if (!hasSaid) log("info", "another agent leads; waiting", { lease: options.name });
    hasSaid = true;
    await sleep(timing.retryMs, undefined, { signal });
  }
  void candidate.keep(lost);
  return { lost: lost.signal };
}

class Candidate {
  readonly #options: LeaseOptions;
  readonly #timing: typeof usualTiming;
  readonly #path: string;
  #sighting: Sighting | null = null;
  #renewedAt = 0;

  constructor(options: LeaseOptions, timing: typeof usualTiming) {
    const { namespace, name } = options;
    this.#options = options;
    this.#timing = timing;
    this.#path = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases/${name}`;
  }

  /** Looks at the lease and does what is to be done; true when it is ours. */
  async turn(): Promise<boolean> {
    const { signal, holder, log } = this.#options;
    try {
      const now = performance.now();
      this.#sighting = look(this.#sighting, await this.#read(), now);
      const step = leaseStep({ sighting: this.#sighting, holder, now });
      if (step === "wait") return false;
      await this.#write(step);
      this.#renewedAt = now;
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (!isStatus(error, 409)) log("warning", "the lease", { error: errorText(error) });
      return false;
    }
  }

  /** Renews until the signal aborts or the lease is lost. */
  async keep(lost: AbortController): Promise<void> {
    const { signal, log } = this.#options;
    const { durationSeconds, retryMs } = this.#timing;
    while (!signal.aborted) {
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return this.#giveUp();
      const isOurs = await this.turn().catch(() => false);
      const isLate = performance.now() - this.#renewedAt > durationSeconds * 1000;
      if (isOurs || (!isLate && !this.#isTaken())) continue;
      log("error", "the lease is lost", { lease: this.#options.name });
      return lost.abort();
    }
  }

  #isTaken(): boolean {
    const holder = this.#sighting?.lease.spec?.holderIdentity;
    return Boolean(holder) && holder !== this.#options.holder;
  }

  async #read(): Promise<Lease | null> {
    const { client, signal } = this.#options;
    try {
      return Lease.parse(await client.send({ path: this.#path, signal }));
    } catch (error) {
      if (isStatus(error, 404)) return null;
      throw error;
    }
  }

  async #write(step: Exclude<LeaseStep, "wait">): Promise<void> {
    const { holder, name } = this.#options;
    const renewTime = new Date().toISOString().replace("Z", "000Z");
    const { leaseTransitions } = this.#sighting?.lease.spec ?? {};
    const spec = {
      holderIdentity: holder,
      leaseDurationSeconds: this.#timing.durationSeconds,
      renewTime,
      ...(step !== "renew" && { acquireTime: renewTime }),
      ...(step === "take" && { leaseTransitions: (leaseTransitions ?? 0) + 1 }),
    };
    if (step === "create") await this.#create(name, spec);
    else await this.#update(spec);
  }

  /** Applied by a manager of its own, so that of two who create it at once one meets a conflict. */
  async #create(name: string, spec: object): Promise<void> {
    const { client, signal, holder } = this.#options;
    const lease = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { name }, spec };
    await client.send({
      method: "PATCH",
      path: this.#path,
      query: { fieldManager: `stagecoach-agent-${holder}` },
      body: { type: "application/apply-patch+yaml", content: JSON.stringify(lease) },
      signal,
    });
  }

  /** Only the state that was seen is replaced: whoever is second meets a conflict. */
  async #update(spec: object): Promise<void> {
    const { client, signal } = this.#options;
    const resourceVersion = this.#sighting?.lease.metadata.resourceVersion;
    await client.send({
      method: "PATCH",
      path: this.#path,
      body: {
        type: "application/merge-patch+json",
        content: JSON.stringify({ metadata: { resourceVersion }, spec }),
      },
      signal,
    });
  }

  async #giveUp(): Promise<void> {
    const { client } = this.#options;
    const content = JSON.stringify({ spec: { holderIdentity: "" } });
    const body = { type: "application/merge-patch+json", content };
    const signal = AbortSignal.timeout(2_000);
    await client.send({ method: "PATCH", path: this.#path, body, signal }).catch(() => undefined);
  }
}
