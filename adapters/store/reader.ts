import type { TenantReader } from "#ports/store/reader.ts";

import { mappingReads } from "./cluster-mappings.ts";
import { clusterReads } from "./clusters.ts";
import { commandReads } from "./commands.ts";
import { imageUseReads } from "./image-uses.ts";
import { imageReads } from "./images.ts";
import { laneReads } from "./lanes.ts";
import { manifestReads } from "./manifests.ts";
import { organizationReads } from "./members.ts";
import { settingsReads } from "./organization-settings.ts";
import { planReads } from "./plans.ts";
import { podLogReads } from "./pod-logs.ts";
import { registryReads } from "./registries.ts";
import { releasePartReads } from "./release-parts.ts";
import { releaseReads } from "./releases.ts";
import { signingReads } from "./signing-keys.ts";
import { sourceReads } from "./sources.ts";
import { streamReads } from "./stream.ts";
import { syncReads } from "./syncs.ts";
import type { TenantTx } from "./tenant.ts";
import { workloadKindReads } from "./workload-kinds.ts";
import { workloadReads } from "./workloads.ts";

/** Everything that can be read of the transaction's organization. */
export function tenantReader(tx: TenantTx): TenantReader {
  return {
    ...organizationReads(tx),
    ...settingsReads(tx),
    ...signingReads(tx),
    ...workloadKindReads(tx),
    ...mappingReads(tx),
    ...clusterReads(tx),
    ...sourceReads(tx),
    ...workloadReads(tx),
    ...manifestReads(tx),
    ...registryReads(tx),
    ...imageReads(tx),
    ...imageUseReads(tx),
    ...planReads(tx),
    ...releaseReads(tx),
    ...releasePartReads(tx),
    ...laneReads(tx),
    ...commandReads(tx),
    ...podLogReads(tx),
    ...syncReads(tx),
    ...streamReads(tx),
  };
}
