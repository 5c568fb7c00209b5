import type { AgentFrame, Cursor } from "#contracts/agent-protocol.ts";
import { DomainError } from "#domain/error.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import type { ReportedState } from "#services/agent/apply-state.ts";

import { SnapshotAssembly } from "./snapshot-assembly.ts";

export type StateFrame = Extract<
  AgentFrame,
  { type: "snapBegin" | "snapChunk" | "snapEnd" | "delta" }
>;
type Delta = Extract<StateFrame, { type: "delta" }>;

/** Follows an agent's state stream from the stored cursor on and says what is to be stored. */
export class StateStream {
  #cursor: Cursor | null;
  readonly #snapshot = new SnapshotAssembly();

  constructor(cursor: Cursor | null) {
    this.#cursor = cursor;
  }

  /** The place up to which everything taken is, or is about to be, stored. */
  get cursor(): Cursor | null {
    return this.#cursor;
  }

  /** These uids are stored, and the next snapshot may say of any that it is as it was. */
  recall(uids: readonly string[]): void {
    this.#snapshot.recall(uids);
  }

  /**
   * What the frames together change, or null where nothing is complete yet or everything was known. Several frames
   * are only ever deltas. DomainError "invalid" where a delta is missing between them and the cursor.
   */
  take(frames: readonly StateFrame[]): ReportedState | null {
    const changes = new Map<string, ObservedWorkload | null>();
    for (const frame of frames) {
      if (frame.type !== "delta") return this.#takeSnapshot(frame);
      if (!this.#isNext(frame)) continue;
      for (const uid of frame.dels) changes.set(uid, null);
      for (const workload of frame.ups) changes.set(workload.uid, workload);
    }
    if (changes.size === 0 || this.#cursor === null) return null;
    return {
      kind: "delta",
      cursor: this.#cursor,
      upserts: [...changes.values()].filter((workload) => workload !== null),
      deletes: [...changes].flatMap(([uid, workload]) => (workload === null ? [uid] : [])),
    };
  }

  #takeSnapshot(frame: Exclude<StateFrame, Delta>): ReportedState | null {
    const whole = this.#snapshot.take(frame);
    if (whole === null) return null;
    const { items: upserts, kept } = whole;
    this.#cursor = { epoch: frame.epoch, seq: 0 };
    return { kind: "snapshot", cursor: this.#cursor, upserts, kept, deletes: [] };
  }

  /** False for a delta that is already stored: it was sent again because its acknowledgement was lost. */
  #isNext({ epoch, seq }: Delta): boolean {
    if (this.#cursor?.epoch !== epoch || seq > this.#cursor.seq + 1) {
      throw new DomainError("invalid", "A delta is missing: the agent has to send a snapshot.");
    }
    if (seq <= this.#cursor.seq) return false;
    this.#cursor = { epoch, seq };
    return true;
  }
}
