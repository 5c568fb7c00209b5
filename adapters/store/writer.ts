import type { TenantWriter } from "#ports/store/writer.ts";

import { agentKeyWrites } from "./agent-keys.ts";
import { mappingWrites } from "./cluster-mappings.ts";
import { clusterWrites } from "./clusters.ts";
import { releaseWrites } from "./create-release.ts";
import { memberWrites } from "./members.ts";
import { settingsWrites } from "./organization-settings.ts";
import { enqueue } from "./outbox.ts";
import { planWrites } from "./plans.ts";
import { podLogWrites } from "./pod-logs.ts";
import { tenantReader } from "./reader.ts";
import { registryWrites } from "./registries.ts";
import { signingWrites } from "./signing-keys.ts";
import { sourceWrites } from "./sources.ts";
import { syncWrites } from "./syncs.ts";
import type { TenantTx } from "./tenant.ts";
import { workloadKindWrites } from "./workload-kinds.ts";

/** What people change in the transaction's organization. */
export function tenantWriter(tx: TenantTx): TenantWriter {
  return {
    ...tenantReader(tx),
    ...memberWrites(tx),
    ...settingsWrites(tx),
    ...signingWrites(tx),
    ...workloadKindWrites(tx),
    ...mappingWrites(tx),
    ...clusterWrites(tx),
    ...agentKeyWrites(tx),
    ...sourceWrites(tx),
    ...registryWrites(tx),
    ...planWrites(tx),
    ...releaseWrites(tx),
    ...podLogWrites(tx),
    ...syncWrites(tx),
    emit: async (event) => void tx.effects.events.push(event),
    enqueue: (name, payload) => enqueue(tx, name, payload),
  };
}
