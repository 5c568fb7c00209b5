import { createHash, randomUUID } from "node:crypto";

import { snapshotText } from "#contracts/agent-protocol.ts";
import { workload } from "#test/observed-workload.ts";
import type { TestPeer } from "#workers/gateway/test-peer.ts";

/** The epoch of all that is sent here. */
export const epoch = randomUUID();

/** Sends a whole snapshot of workloads with these uids, named for them. */
export function snapshot(peer: TestPeer, ...uids: readonly string[]): void {
  const digest = createHash("sha256").update(snapshotText(uids)).digest("hex");
  peer.send({ type: "snapBegin", epoch });
  const items = uids.map((uid) => workload({ uid, name: uid }));
  peer.send({ type: "snapChunk", epoch, items });
  peer.send({ type: "snapEnd", epoch, count: uids.length, digest });
}

/** Sends one change of such workloads. */
export function delta(
  peer: TestPeer,
  seq: number,
  { ups = [], dels = [] }: { ups?: string[]; dels?: string[] },
) {
  const items = ups.map((uid) => workload({ uid, name: uid }));
  peer.send({ type: "delta", epoch, seq, ups: items, dels });
}
