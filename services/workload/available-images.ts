import type { AvailableImage, WorkloadDetail } from "#contracts/api/workload.ts";
import { canonicalName, parseImageRef } from "#domain/image/ref.ts";
import { candidatesFor } from "#domain/tag-policy/candidates.ts";
import type { Candidates } from "#domain/tag-policy/candidates.ts";
import { formatTagPolicy } from "#domain/tag-policy/policy.ts";
import { describeTagReason } from "#domain/tag-policy/reason.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { ClusterRow, ImageRow, ManifestRow, WorkloadRow } from "#ports/store/rows.ts";
import { readKnowledge, repositoryNames } from "#services/image/knowledge.ts";

type Container = WorkloadDetail["containers"][number];

interface Uses {
  readonly clusters: readonly ClusterRow[];
  readonly workloads: readonly WorkloadRow[];
  readonly manifests: readonly ManifestRow[];
}

/** Per container: every tag of its repository, allowed ones newest first, then the others with why not. */
export async function availableImages(tx: TenantReader, uses: Uses): Promise<Container[]> {
  const containers = firstUses(uses);
  const images = containers.map(({ image }) => image);
  const knowledge = await readKnowledge(tx, images);
  const names = [...repositoryNames(images)];
  const [repositories, rows] = [await tx.imageRepositories(), await tx.images(names)];
  return containers.flatMap(({ name, init, image, filter, filterFrom }) => {
    const candidates = candidatesFor({ image, filter, knowledge });
    if (!candidates) return [];
    const repository = repositories.find((row) => row.name === candidates.repository);
    const own = new Map(
      rows
        .filter(({ repositoryId }) => repositoryId === repository?.id)
        .map((row) => [row.tag, row]),
    );
    return [
      {
        name,
        init,
        repository: candidates.repository,
        policy: formatTagPolicy(candidates.policy),
        policyFrom: filterFrom ?? "guessed from the tag in use",
        scannedAt: repository?.scannedAt?.toISOString() ?? null,
        error: repository?.error ?? null,
        images: present(candidates, {
          rows: own,
          runsIn: runsIn(uses, name, candidates.repository),
        }),
      },
    ];
  });
}

interface FirstUse {
  readonly name: string;
  readonly init: boolean;
  readonly image: string;
  readonly filter: string | undefined;
  readonly filterFrom: string | undefined;
}

/** Each container as the first cluster that has it uses it. */
function firstUses({ clusters, workloads, manifests }: Uses): readonly FirstUse[] {
  const uses = new Map<string, FirstUse>();
  for (const { id } of clusters) {
    const manifest = manifests.find(({ clusterId }) => clusterId === id);
    const running = workloads.find(({ clusterId }) => clusterId === id)?.observed.containers;
    for (const { name, init, image } of running ?? manifest?.containers ?? []) {
      const filter = manifest?.filters[name];
      const filterFrom = filter === undefined ? undefined : manifest?.file;
      if (!uses.has(name)) uses.set(name, { name, init, image, filter, filterFrom });
    }
  }
  return [...uses.values()];
}

function runsIn(
  { clusters, workloads }: Uses,
  container: string,
  repository: string,
): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const { id, name } of clusters) {
    const image = workloads
      .find(({ clusterId }) => clusterId === id)
      ?.observed.containers.find((candidate) => candidate.name === container)?.image;
    if (image === undefined || !repositoryNames([image]).has(repository)) continue;
    const { tag, name: written } = parseImageRef(image);
    if (tag === undefined || canonicalName(written) !== repository) continue;
    names.set(tag, [...(names.get(tag) ?? []), name]);
  }
  return names;
}

function present(
  { ranked, rejected }: Candidates,
  known: {
    readonly rows: ReadonlyMap<string, ImageRow>;
    readonly runsIn: ReadonlyMap<string, readonly string[]>;
  },
): AvailableImage[] {
  const describe = (tag: string, whyNot: string | null): AvailableImage => {
    const row = known.rows.get(tag);
    return {
      tag,
      digest: row?.digest ?? null,
      createdAt: row?.createdAt?.toISOString() ?? null,
      revision: row?.revision ?? null,
      sourceUrl: row?.source ?? null,
      runsIn: [...(known.runsIn.get(tag) ?? [])],
      whyNot,
    };
  };
  return [
    ...ranked.map(({ tag }) => describe(tag, null)),
    ...rejected.map(({ tag, reason }) => describe(tag, describeTagReason(reason))),
  ];
}
