import { hash } from "node:crypto";

import { markBytes, markText } from "#contracts/workload-mark.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

/** What the gateway has stored of the cluster, workload by workload, as far as it can be told by marks. */
export class KnownState {
  readonly #places = new Map<string, number>();
  readonly #same: Buffer;

  /** Takes the marks of all that is stored, one after the other. */
  constructor(marks: Buffer) {
    const count = Math.floor(marks.length / markBytes);
    for (let place = 0; place < count; place += 1) {
      this.#places.set(marks.toString("hex", place * markBytes, (place + 1) * markBytes), place);
    }
    this.#same = Buffer.alloc(Math.ceil(count / 8));
  }

  /** Whether the gateway has the workload just as it is; `same` tells of it from then on. */
  has(workload: ObservedWorkload): boolean {
    const mark = hash("sha256", markText(workload), "hex").slice(0, 2 * markBytes);
    const place = this.#places.get(mark);
    if (place === undefined) return false;
    const at = Math.floor(place / 8);
    this.#same[at] = (this.#same[at] ?? 0) | (0x80 >> (place % 8));
    return true;
  }

  /** A bit for each mark, set where `has` found its workload; base64. */
  get same(): string {
    return this.#same.toString("base64");
  }
}
