import { setTimeout as sleep } from "node:timers/promises";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { KubeFailure, isStatus } from "#agent/kube/kube-failure.ts";

const pauseMs = 50;

/** Writes to an API server that may be away: every write is tried until it is known to have happened. */
export class ChangeApi {
  readonly #client: KubeClient;
  readonly #signal: AbortSignal;

  constructor(client: KubeClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  /** Makes the object, or makes it so; the answer is the object. */
  apply(path: string, object: object): Promise<unknown> {
    const query = { fieldManager: "chaos", force: "true" };
    const body = { type: "application/apply-patch+yaml", content: JSON.stringify(object) };
    return this.#until(() => this.#send({ method: "PATCH", path, query, body }));
  }

  merge(path: string, patch: object): Promise<unknown> {
    const body = { type: "application/merge-patch+json", content: JSON.stringify(patch) };
    return this.#until(() => this.#send({ method: "PATCH", path, body }));
  }

  async remove(path: string): Promise<void> {
    const query = { gracePeriodSeconds: "0" };
    await this.#until(async () => {
      try {
        await this.#send({ method: "DELETE", path, query });
      } catch (error) {
        if (!isStatus(error, 404)) throw error;
      }
    });
  }

  #send(request: Omit<Parameters<KubeClient["send"]>[0], "signal">): Promise<unknown> {
    return this.#client.send({ ...request, signal: this.#signal });
  }

  /** Each of the writes may happen twice without harm. */
  async #until<T>(write: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        this.#signal.throwIfAborted();
        if (error instanceof KubeFailure && !isStatus(error, 409, 429, 500, 503, 504)) throw error;
        await sleep(pauseMs);
      }
    }
  }
}
