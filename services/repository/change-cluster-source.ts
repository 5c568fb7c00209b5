import type { ChangeClusterSource } from "#contracts/api/repository.ts";
import { DomainError } from "#domain/error.ts";
import type { Verb } from "#services/context.ts";

/** Points a cluster at a branch and a folder of a connected repository, and has the branch read. */
export async function changeClusterSource({
  ctx,
  input,
}: Verb<ChangeClusterSource & { readonly clusterId: string }>): Promise<void> {
  const { clusterId, repositoryId, branch } = input;
  const path = input.path.replaceAll(/^[./]+|\/+$/g, "");
  const organizationId = ctx.organization.id;
  const cluster = await ctx.store.read(organizationId, (tx) => tx.cluster(clusterId));
  if (!cluster) throw new DomainError("not-found", "There is no such cluster.");
  const intent = {
    permission: "cluster.enrol",
    event: "cluster.source-changed",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: `cluster/${cluster.name}`,
    details: { repositoryId, branch, path },
  } as const;
  await ctx.store.write(organizationId, intent, async (tx) => {
    if (!(await tx.configRepository(repositoryId))) {
      const message = "There is no such config repository. Connect it first.";
      throw new DomainError("not-found", message, { pointer: "/repositoryId" });
    }
    await tx.putClusterSource({ clusterId, repositoryId, branch, path });
    await tx.enqueue("read-branch", { organizationId, configRepositoryId: repositoryId, branch });
  });
}
