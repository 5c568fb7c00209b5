import { setTimeout as sleep } from "node:timers/promises";

import type { KubeClient } from "#agent/kube/kube-client.ts";

/** As `watch` does unless it is told otherwise. */
const everyMs = 2_000;

interface Waiting {
  readonly number: number;
  readonly resolve: (at: number) => void;
}

/** What `watch kubectl get` does: an object is asked for every two seconds. Its changes are numbered. */
export class Polling {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #waiting: Waiting[] = [];

  constructor(options: {
    readonly client: KubeClient;
    readonly path: string;
    /** The number of the newest change in what was answered; null where there is none yet. */
    readonly numberIn: (answer: string) => number | null;
  }) {
    this.#running = this.#poll(options);
  }

  /** When an answer first had this change or a later one, in milliseconds since 1970. */
  sees(number: number): Promise<number> {
    return new Promise((resolve) => this.#waiting.push({ number, resolve }));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #poll({ client, path, numberIn }: ConstructorParameters<typeof Polling>[0]): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const answer = JSON.stringify(await client.send({ path, signal }));
      this.#take(numberIn(answer) ?? -1);
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #take(newest: number): void {
    const at = performance.timeOrigin + performance.now();
    const seen = this.#waiting.filter(({ number }) => number <= newest);
    this.#waiting = this.#waiting.filter(({ number }) => number > newest);
    for (const { resolve } of seen) resolve(at);
  }
}
