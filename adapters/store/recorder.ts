import type { TenantRecorder } from "#ports/store/recorder.ts";

import { agentKeyRecords } from "./agent-keys.ts";
import { agentRecords } from "./agents.ts";
import { commandRecords } from "./commands.ts";
import { imageRecords } from "./images.ts";
import { laneRecords } from "./lanes.ts";
import { manifestRecords } from "./manifests.ts";
import { enqueue } from "./outbox.ts";
import { planRecords } from "./plans.ts";
import { podLogRecords } from "./pod-logs.ts";
import { tenantReader } from "./reader.ts";
import { progressRecords } from "./release-progress.ts";
import { branchRecords } from "./sources.ts";
import { syncRecords } from "./syncs.ts";
import type { TenantTx } from "./tenant.ts";
import { stateRecords } from "./workloads.ts";

/** What machines record in the transaction's organization. */
export function tenantRecorder(tx: TenantTx): TenantRecorder {
  return {
    ...tenantReader(tx),
    ...agentRecords(tx),
    ...agentKeyRecords(tx),
    ...stateRecords(tx),
    ...commandRecords(tx),
    ...manifestRecords(tx),
    ...branchRecords(tx),
    ...imageRecords(tx),
    ...planRecords(tx),
    ...laneRecords(tx),
    ...progressRecords(tx),
    ...podLogRecords(tx),
    ...syncRecords(tx),
    emit: async (event) => void tx.effects.events.push(event),
    enqueue: (name, payload) => enqueue(tx, name, payload),
  };
}
