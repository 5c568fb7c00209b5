import type { Changes } from "#agent/state/change-feed.ts";
import type { AgentFrame, Cursor } from "#contracts/agent-protocol.ts";

import { batches } from "./batches.ts";

type Delta = Extract<AgentFrame, { type: "delta" }>;

export interface LoggedDelta {
  readonly seq: number;
  /** The frame as JSON: smaller in memory than the objects. */
  readonly text: string;
}

/**
 * The deltas that the gateway has not acknowledged, within a limit. Beyond it the log gives up its epoch, and only a
 * snapshot can tell what happened.
 */
export class DeltaLog {
  readonly #maxBytes: number;
  #epoch: string | null = null;
  #seq = 0;
  #acked = 0;
  #bytes = 0;
  #entries: LoggedDelta[] = [];

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The epoch of the last snapshot; null where a new one is needed. */
  get epoch(): string | null {
    return this.#epoch;
  }

  /** Starts a new epoch with a snapshot that tells everything up to now. */
  begin(epoch: string): void {
    this.#reset(epoch);
  }

  /** Makes the next connection, or the next look at the log, begin with a snapshot. */
  drop(): void {
    this.#reset(null);
  }

  /** Adds what changed, in as many deltas as it takes. Ignored before the first snapshot. */
  append({ ups, dels }: Changes): void {
    if (this.#epoch === null) return;
    for (const batch of batches(ups)) this.#add({ ups: [...batch], dels: [] });
    for (const batch of batches(dels)) this.#add({ ups: [], dels: [...batch] });
    if (this.#bytes > this.#maxBytes) this.drop();
  }

  /** Forgets what is stored on the other side. */
  acknowledge({ epoch, seq }: Cursor): void {
    if (epoch !== this.#epoch || seq > this.#seq) return;
    this.#acked = Math.max(this.#acked, seq);
    const rest = this.#entries.filter((entry) => entry.seq > seq);
    this.#bytes = rest.reduce((sum, { text }) => sum + text.length, 0);
    this.#entries = rest;
  }

  /** Whether everything after the cursor is here. */
  canResume(cursor: Cursor | null): cursor is Cursor {
    if (cursor === null || cursor.epoch !== this.#epoch) return false;
    return cursor.seq >= this.#acked && cursor.seq <= this.#seq;
  }

  /** The deltas after a sequence number, in order. */
  after(seq: number): readonly LoggedDelta[] {
    return this.#entries.filter((entry) => entry.seq > seq);
  }

  #add(changes: Pick<Delta, "ups" | "dels">): void {
    if (this.#epoch === null) return;
    this.#seq += 1;
    const frame: Delta = { type: "delta", epoch: this.#epoch, seq: this.#seq, ...changes };
    const text = JSON.stringify(frame);
    this.#bytes += text.length;
    this.#entries.push({ seq: this.#seq, text });
  }

  #reset(epoch: string | null): void {
    this.#epoch = epoch;
    this.#seq = 0;
    this.#acked = 0;
    this.#bytes = 0;
    this.#entries = [];
  }
}
