import { buildRow } from "#domain/matrix/build.ts";
import type { CellInput } from "#domain/matrix/build.ts";
import type { MatrixRow } from "#domain/matrix/model.ts";
import { isShown } from "#domain/matrix/shown.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";
import type { ClusterRow, WorkloadRow } from "#ports/store/cluster-rows.ts";
import type { ManifestRow } from "#ports/store/repository-rows.ts";

/** Builds the matrix's rows, by workload key; what a Helm release made is left out. */
export function matrixRows(input: {
  readonly clusters: readonly ClusterRow[];
  readonly workloads: readonly WorkloadRow[];
  readonly manifests: readonly ManifestRow[];
  readonly images: ImageKnowledge;
}): readonly MatrixRow[] {
  const { clusters, images } = input;
  const visible = input.workloads.filter(({ observed }) => isShown(observed));
  const byKey = Map.groupBy(visible, ({ key }) => key);
  const manifests = new Map(input.manifests.map((row) => [`${row.clusterId} ${row.key}`, row]));
  return [...byKey.keys()].toSorted().map((key) => {
    const observed = new Map(byKey.get(key)?.map((row) => [row.clusterId, row.observed]));
    const cells = clusters.map(({ id }): CellInput => {
      const manifest = manifests.get(`${id} ${key}`);
      return {
        observed: observed.get(id) ?? null,
        manifest: manifest ? cellManifest(manifest) : null,
      };
    });
    return buildRow({ key, cells, images });
  });
}

function cellManifest({
  containers,
  locked,
  filters,
}: ManifestRow): NonNullable<CellInput["manifest"]> {
  return { containers, locked: locked !== null, filters };
}

/** The images that the workloads run: what the knowledge of images must cover. */
export function imagesOf(workloads: readonly WorkloadRow[]): readonly string[] {
  return workloads.flatMap(({ observed }) => observed.containers.map(({ image }) => image));
}
