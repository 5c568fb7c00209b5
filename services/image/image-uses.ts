import { type TagUse, readUse } from "#domain/tag-policy/candidates.ts";
import { formatTagPolicy } from "#domain/tag-policy/policy.ts";
import type { TenantReader } from "#ports/store/reader.ts";

/** How the organization's workloads, in files and running, use a repository: each tag under each policy once. */
export async function readUses(tx: TenantReader, repository: string): Promise<readonly TagUse[]> {
  const manifests = await tx.manifests();
  const filters = new Map(
    manifests.map(({ clusterId, key, filters: byContainer }) => [
      `${clusterId} ${key}`,
      byContainer,
    ]),
  );
  const written = manifests.map(({ clusterId, key, containers }) => ({
    clusterId,
    key,
    containers,
  }));
  const running = (await tx.workloads()).map(({ clusterId, key, observed }) => ({
    clusterId,
    key,
    containers: observed.containers,
  }));
  const uses = new Map<string, TagUse>();
  for (const { clusterId, key, containers } of [...written, ...running]) {
    for (const { name, image } of containers) {
      const use = readUse(image, filters.get(`${clusterId} ${key}`)?.[name]);
      if (use?.repository !== repository) continue;
      uses.set(`${use.tag} ${formatTagPolicy(use.policy)}`, use);
    }
  }
  return [...uses.values()];
}
