import type { TenantWriter } from "#ports/store/writer.ts";

/** Has every branch of the organization read again: what its files define may be another thing now. */
export async function rereadBranches(tx: TenantWriter, organizationId: string): Promise<void> {
  await tx.forgetTips();
  const branches = new Map(
    (await tx.clusterSources()).map(({ repository, branch }) => [
      `${repository.id} ${branch}`,
      { organizationId, configRepositoryId: repository.id, branch },
    ]),
  );
  for (const branch of branches.values()) await tx.enqueue("read-branch", branch);
}
