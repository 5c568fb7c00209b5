import { createHash, randomUUID } from "node:crypto";

import type { ChangeFeed } from "#agent/state/change-feed.ts";
import { snapshotText } from "#contracts/agent-protocol.ts";
import type { Cursor } from "#contracts/agent-protocol.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import { batches } from "./batches.ts";
import type { DeltaLog } from "./delta-log.ts";
import type { GatewaySocket } from "./gateway-socket.ts";
import type { KnownState } from "./known-state.ts";

/** What the connection is known to lack. */
interface Place {
  /** How far the gateway has stored the stream. */
  readonly cursor: Cursor | null;
  /** Asks what it has stored of the state; null where it cannot tell. */
  readonly recall: (() => Promise<KnownState | null>) | null;
}

type PumpSocket = Pick<GatewaySocket, "signal" | "send" | "sendText">;

/** Brings the state to whichever connection there is: what it lacks, or everything. */
export class StatePump {
  readonly #feed: ChangeFeed;
  readonly #log: DeltaLog;
  #isOpen = false;
  #isTellingAll = false;
  #wake = Promise.withResolvers<void>();

  constructor({ feed, log }: { readonly feed: ChangeFeed; readonly log: DeltaLog }) {
    this.#feed = feed;
    this.#log = log;
  }

  /** The state is complete: from now on what is missing in it is gone from the cluster. */
  open(): void {
    this.#isOpen = true;
    this.#wake.resolve();
  }

  /** Takes what changed into the log and has it sent; during a snapshot, after it. */
  flush(): void {
    if (this.#isTellingAll) return;
    this.#log.append(this.#feed.take());
    this.#wake.resolve();
  }

  /** Sends what comes after the cursor until the connection is over; a snapshot where that is not known. */
  async run(socket: PumpSocket, { cursor, recall }: Place): Promise<void> {
    let sent = this.#log.canResume(cursor) ? cursor : null;
    socket.signal.addEventListener("abort", () => this.#wake.resolve());
    while (!socket.signal.aborted) {
      this.#wake = Promise.withResolvers();
      if (!this.#isOpen) {
        await this.#wake.promise;
        continue;
      }
      if (sent === null || sent.epoch !== this.#log.epoch) {
        const known = (await recall?.()) ?? null;
        if (socket.signal.aborted) return;
        sent = await this.#sendSnapshot(socket, known);
      }
      for (const { seq, text } of this.#log.after(sent.seq)) {
        await socket.sendText(text);
        sent = { epoch: sent.epoch, seq };
      }
      if (!socket.signal.aborted) await this.#wake.promise;
    }
  }

  /** Only one part of it is in memory at a time, and what the gateway knows already is not sent. */
  async #sendSnapshot(socket: PumpSocket, known: KnownState | null): Promise<Cursor> {
    const epoch = randomUUID();
    this.#log.begin(epoch);
    this.#isTellingAll = true;
    try {
      await socket.send({ type: "snapBegin", epoch });
      const uids: string[] = [];
      for (const batch of batches(news(this.#feed.snapshot(), { known, uids }))) {
        await socket.send({ type: "snapChunk", epoch, items: [...batch] });
      }
      const digest = createHash("sha256").update(snapshotText(uids)).digest("hex");
      const same = known === null ? {} : { same: known.same };
      await socket.send({ type: "snapEnd", epoch, count: uids.length, digest, ...same });
      return { epoch, seq: 0 };
    } finally {
      this.#isTellingAll = false;
      this.flush();
    }
  }
}

/** Those of the workloads that the gateway does not know; the uids of all are noted. */
function* news(
  workloads: Iterable<ObservedWorkload>,
  { known, uids }: { readonly known: KnownState | null; readonly uids: string[] },
): Generator<ObservedWorkload> {
  for (const workload of workloads) {
    uids.push(workload.uid);
    if (known === null || !known.has(workload)) yield workload;
  }
}
