import type { WorkloadKey } from "#domain/glossary.ts";
import { type TagUse, readUse } from "#domain/tag-policy/candidates.ts";
import { formatTagPolicy } from "#domain/tag-policy/policy.ts";
import type { TenantReader } from "#ports/store/reader.ts";

import { repositoryNames } from "./knowledge.ts";

/** How the organization's workloads, in files and running, use a repository: each tag under each policy once. */
export async function readUses(tx: TenantReader, repository: string): Promise<readonly TagUse[]> {
  const uses = new Map<string, TagUse>();
  for (const { containers, filters } of await tx.imageUses(lastPart(repository))) {
    for (const { name, image } of containers) {
      const use = readUse(image, filters[name]);
      if (use?.repository !== repository) continue;
      uses.set(`${use.tag} ${formatTagPolicy(use.policy)}`, use);
    }
  }
  return [...uses.values()];
}

/** The workloads that use a repository, in files or running. */
export async function usersOf(
  tx: TenantReader,
  repository: string,
): Promise<ReadonlySet<WorkloadKey>> {
  const found = await tx.imageUses(lastPart(repository));
  const users = found.filter(({ containers }) =>
    repositoryNames(containers.map(({ image }) => image)).has(repository),
  );
  return new Set(users.map(({ key }) => key));
}

/** However an image is written, it holds the last part of its repository's name. */
function lastPart(repository: string): string {
  return repository.slice(repository.lastIndexOf("/") + 1);
}
