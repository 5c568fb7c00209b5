import type { MatrixResponse } from "#contracts/api/matrix.ts";
import { packMatrix } from "#contracts/matrix-codec.ts";
import type { MatrixColumn } from "#domain/matrix/model.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import { authorize } from "#services/authorize.ts";
import type { Bare } from "#services/context.ts";
import { readKnowledge } from "#services/image/knowledge.ts";

import { imagesOf, matrixRows } from "./rows.ts";

/** The whole matrix of the organization, packed, with the number of the last event that it includes. */
export async function readMatrix({ ctx }: Bare): Promise<MatrixResponse> {
  authorize(ctx, "organization.read");
  return ctx.store.read(ctx.organization.id, async (tx) => {
    const { last } = await tx.streamEvents(Number.MAX_SAFE_INTEGER, 0);
    const clusters = await tx.clusters();
    const workloads = await tx.workloads();
    const manifests = await tx.manifests();
    const images = await readKnowledge(tx, imagesOf(workloads));
    const rows = matrixRows({ clusters, workloads, manifests, images });
    return packMatrix({ columns: clusters.map(column), rows }, last);
  });
}

function column({ id, name, environment, connected, stateAt }: ClusterRow): MatrixColumn {
  return { id, name, environment, connected, stateAt: stateAt?.toISOString() ?? null };
}
