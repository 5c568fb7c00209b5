import type { KubeClient } from "#agent/kube/kube-client.ts";

/** What `kubectl get -w` does: one watch of a collection, and what it says of its objects as soon as it says it. */
export class RawWatch {
  readonly #stop = new AbortController();
  readonly #waiting = new Map<string, (at: number) => void>();
  readonly #running: Promise<void>;

  constructor(client: KubeClient, paths: readonly string[]) {
    this.#running = Promise.all(paths.map((path) => this.#follow(client, path))).then(() => {});
  }

  /** When a line with the text arrived, in milliseconds since 1970. Ask before it can. */
  hears(text: string): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.#waiting.set(text, resolve);
    return promise;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #follow(client: KubeClient, path: string): Promise<void> {
    const { signal } = this.#stop;
    try {
      for await (const chunk of await client.stream({ path, query: { watch: "true" }, signal })) {
        this.#take(chunk.toString());
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #take(text: string): void {
    const at = performance.timeOrigin + performance.now();
    for (const [wanted, resolve] of this.#waiting) {
      if (!text.includes(wanted)) continue;
      this.#waiting.delete(wanted);
      resolve(at);
    }
  }
}
