import { createHash } from "node:crypto";

import { snapshotText } from "#contracts/agent-protocol.ts";
import type { AgentFrame } from "#contracts/agent-protocol.ts";
import { DomainError } from "#domain/error.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

const mostObjects = 20_000;

type SnapshotFrame = Extract<AgentFrame, { type: "snapBegin" | "snapChunk" | "snapEnd" }>;

/** Puts a snapshot together from its chunks; nothing of it counts before its end is right. */
export class SnapshotAssembly {
  #epoch: string | null = null;
  readonly #items = new Map<string, ObservedWorkload>();

  /** The whole snapshot at its end, null before; DomainError "invalid" where the parts do not fit. */
  take(frame: SnapshotFrame): readonly ObservedWorkload[] | null {
    switch (frame.type) {
      case "snapBegin":
        this.#epoch = frame.epoch;
        this.#items.clear();
        return null;
      case "snapChunk":
        this.#requireEpoch(frame.epoch);
        for (const item of frame.items) this.#items.set(item.uid, item);
        if (this.#items.size > mostObjects) {
          throw new DomainError("invalid", `A snapshot has at most ${mostObjects} workloads.`);
        }
        return null;
      case "snapEnd":
        this.#requireEpoch(frame.epoch);
        return this.#finish(frame);
    }
  }

  #finish({ count, digest }: Extract<SnapshotFrame, { type: "snapEnd" }>): ObservedWorkload[] {
    const items = [...this.#items.values()];
    const actual = createHash("sha256").update(snapshotText(this.#items.keys())).digest("hex");
    if (items.length !== count || actual !== digest) {
      throw new DomainError("invalid", "The snapshot's end does not fit its chunks.");
    }
    this.#epoch = null;
    this.#items.clear();
    return items;
  }

  #requireEpoch(epoch: string): void {
    if (epoch === this.#epoch) return;
    throw new DomainError("invalid", "The snapshot's parts are of different epochs.");
  }
}
