import { indexManifests } from "#domain/manifest/manifest-index.ts";
import type { ManifestIndex } from "#domain/manifest/manifest-index.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { ClusterSourceRow } from "#ports/store/repository-rows.ts";

import type { BranchFiles } from "./manifest-cache.ts";

/** What a cluster's path defines at a commit, the organization's own kinds of workloads included. */
export async function indexBranch(
  tx: Pick<TenantReader, "customWorkloadKinds">,
  branch: Pick<BranchFiles, "files">,
  source: Pick<ClusterSourceRow, "path">,
): Promise<ManifestIndex> {
  const kinds = await tx.customWorkloadKinds();
  return indexManifests({ files: branch.files, root: source.path, kinds });
}
