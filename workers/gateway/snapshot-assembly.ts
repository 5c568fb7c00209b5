import { createHash } from "node:crypto";

import { snapshotText } from "#contracts/agent-protocol.ts";
import type { AgentFrame } from "#contracts/agent-protocol.ts";
import { DomainError } from "#domain/error.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

const mostObjects = 20_000;

type SnapshotFrame = Extract<AgentFrame, { type: "snapBegin" | "snapChunk" | "snapEnd" }>;

/** A whole snapshot: what it tells anew, and the uids of what it says is as it was recalled. */
export interface WholeSnapshot {
  readonly items: readonly ObservedWorkload[];
  readonly kept: readonly string[];
}

/** Puts a snapshot together from its chunks; nothing of it counts before its end is right. */
export class SnapshotAssembly {
  #epoch: string | null = null;
  #recalled: readonly string[] = [];
  readonly #items = new Map<string, ObservedWorkload>();

  /** The agent is about to be told of these uids, and may say of any that it is as it was. */
  recall(uids: readonly string[]): void {
    this.#recalled = uids;
  }

  /** The whole snapshot at its end, null before; DomainError "invalid" where the parts do not fit. */
  take(frame: SnapshotFrame): WholeSnapshot | null {
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

  #finish({ count, digest, same }: Extract<SnapshotFrame, { type: "snapEnd" }>): WholeSnapshot {
    const items = [...this.#items.values()];
    const bits = Buffer.from(same ?? "", "base64");
    const kept = this.#recalled.filter((uid, at) => isSet(bits, at) && !this.#items.has(uid));
    const uids = [...this.#items.keys(), ...kept];
    const actual = createHash("sha256").update(snapshotText(uids)).digest("hex");
    if (uids.length !== count || actual !== digest) {
      throw new DomainError("invalid", "The snapshot's end does not fit its chunks.");
    }
    this.#epoch = null;
    this.#items.clear();
    this.#recalled = [];
    return { items, kept };
  }

  #requireEpoch(epoch: string): void {
    if (epoch === this.#epoch) return;
    throw new DomainError("invalid", "The snapshot's parts are of different epochs.");
  }
}

/** Bits count from the highest of the first byte on; those beyond the end are not set. */
function isSet(bits: Buffer, at: number): boolean {
  return ((bits[Math.floor(at / 8)] ?? 0) & (0x80 >> (at % 8))) !== 0;
}
