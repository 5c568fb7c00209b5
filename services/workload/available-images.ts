import type { AvailableImage, WorkloadDetail } from "#contracts/api/workload.ts";
import { canonicalName, parseImageRef } from "#domain/image/ref.ts";
import { candidatesFor, readUse, whyUnreadable } from "#domain/tag-policy/candidates.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";
import { formatTagPolicy } from "#domain/tag-policy/policy.ts";
import { describeTagReason } from "#domain/tag-policy/reason.ts";
import type { ClusterRow, WorkloadRow } from "#ports/store/cluster-rows.ts";
import type { ImageRow } from "#ports/store/image-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { ManifestRow } from "#ports/store/repository-rows.ts";
import { readKnowledge, repositoryNames } from "#services/image/knowledge.ts";

type Container = WorkloadDetail["containers"][number];

interface Uses {
  readonly clusters: readonly ClusterRow[];
  readonly workloads: readonly WorkloadRow[];
  readonly manifests: readonly ManifestRow[];
}

/**
 * Per container: every tag of its repository, allowed ones newest first, then the others with why not. Under a filter
 * that cannot be read no tag is allowed, and each says so.
 */
export async function availableImages(tx: TenantReader, uses: Uses): Promise<Container[]> {
  const containers = firstUses(uses);
  const images = containers.map(({ image }) => image);
  const knowledge = await readKnowledge(tx, images);
  const names = [...repositoryNames(images)];
  const [repositories, rows] = [await tx.imageRepositories(), await tx.images(names)];
  return containers.flatMap((container) => {
    const choice = choiceFor(container, knowledge);
    if (choice === null) return [];
    const repository = repositories.find((row) => row.name === choice.repository);
    const own = new Map(
      rows
        .filter(({ repositoryId }) => repositoryId === repository?.id)
        .map((row) => [row.tag, row]),
    );
    return [
      {
        name: container.name,
        init: container.init,
        repository: choice.repository,
        policy: choice.policy,
        policyFrom: container.filterFrom ?? "guessed from the tag in use",
        scannedAt: repository?.scannedAt?.toISOString() ?? null,
        error: choice.error ?? repository?.error ?? null,
        images: present(choice.tags, {
          rows: own,
          runsIn: runsIn(uses, container.name, choice.repository),
        }),
      },
    ];
  });
}

/** The tags of a container's repository, told apart by its policy. */
interface Choice {
  readonly repository: string;
  readonly policy: string;
  readonly error: string | null;
  /** Each with why it is left out; null for those that are allowed. */
  readonly tags: readonly { readonly tag: string; readonly whyNot: string | null }[];
}

function choiceFor({ image, filter }: FirstUse, knowledge: ImageKnowledge): Choice | null {
  const candidates = candidatesFor({ image, filter, knowledge });
  if (candidates !== null) {
    const { repository, policy, ranked, rejected } = candidates;
    const tags = [
      ...ranked.map(({ tag }) => ({ tag, whyNot: null })),
      ...rejected.map(({ tag, reason }) => ({ tag, whyNot: describeTagReason(reason) })),
    ];
    return { repository, policy: formatTagPolicy(policy), error: null, tags };
  }
  const error = filter === undefined ? null : whyUnreadable(filter);
  const repository = readUse(image, undefined)?.repository;
  if (error === null || filter === undefined || repository === undefined) return null;
  const known = knowledge.get(repository)?.tags ?? [];
  const tags = known.map(({ tag }) => ({ tag, whyNot: error }));
  return { repository, policy: filter, error, tags };
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
  tags: Choice["tags"],
  known: {
    readonly rows: ReadonlyMap<string, ImageRow>;
    readonly runsIn: ReadonlyMap<string, readonly string[]>;
  },
): AvailableImage[] {
  return tags.map(({ tag, whyNot }) => {
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
  });
}
