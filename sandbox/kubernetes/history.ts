import type { Change } from "./change.ts";

/** The latest changes of one resource: at least `window` of them once there were so many. */
export class History {
  readonly #window: number;
  #changes: Change[] = [];
  #forgotten = 0;

  constructor(window: number) {
    this.#window = window;
  }

  add(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length < this.#window * 2) return;
    const dropped = this.#changes.length - this.#window;
    this.#forgotten = this.#changes[dropped - 1]?.version ?? 0;
    this.#changes = this.#changes.slice(dropped);
  }

  /** The changes after the version, or null where some of them are forgotten. */
  since(version: number): readonly Change[] | null {
    if (version < this.#forgotten) return null;
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#changes[middle]?.version ?? 0) > version) high = middle;
      else low = middle + 1;
    }
    return this.#changes.slice(low);
  }
}
