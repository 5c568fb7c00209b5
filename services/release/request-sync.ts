import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

import type { ManifestIndex } from "#domain/manifest/manifest-index.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import type { ClusterSourceRow } from "#ports/store/repository-rows.ts";
import type { BranchFiles } from "#services/config/manifest-cache.ts";
import { askSync } from "#services/sync/ask-sync.ts";
import type { WorkerContext } from "#services/worker-context.ts";

/**
 * Tells the cluster's agent to bring the cluster to a commit: a durable command that names the content of
 * the path by its SHA-256. The agent fetches the content through the gateway and checks the digest.
 */
export async function requestSync(
  tx: TenantRecorder,
  input: {
    readonly ctx: Pick<WorkerContext, "clock" | "ids">;
    readonly source: ClusterSourceRow;
    readonly branch: Pick<BranchFiles, "commit" | "texts">;
    readonly index: Pick<ManifestIndex, "files">;
  },
): Promise<void> {
  const { ctx, source, branch, index } = input;
  const content = packContent(branch.texts, index.files);
  const digest = createHash("sha256").update(content).digest("hex");
  await tx.putBundle(digest, content);
  const { clusterId, path: root } = source;
  await askSync(tx, { ctx, wanted: { clusterId, revision: branch.commit, root, digest } });
}

/**
 * Gzipped JSON of path → text, in the order of paths, so that the same content has the same digest. Quickly: a lane
 * waits for it.
 */
function packContent(texts: ReadonlyMap<string, string>, paths: readonly string[]): Buffer {
  const files = Object.fromEntries(
    paths.toSorted().flatMap((path) => {
      const text = texts.get(path);
      return text === undefined ? [] : [[path, text]];
    }),
  );
  return gzipSync(JSON.stringify(files), { level: 1 });
}
