import type { Settings } from "#contracts/api/settings.ts";
import type { GitPerson } from "#ports/git-repository.ts";
import { authorize } from "#services/authorize.ts";
import type { Bare } from "#services/context.ts";

import { presentMappings } from "./present-mappings.ts";
import { presentSigningKey } from "./present-signing-key.ts";

/** What an organization decided for itself; `committer` is the deployment's. */
export async function readSettings({
  ctx,
  committer,
}: Bare & { readonly committer: GitPerson }): Promise<Settings> {
  authorize(ctx, "organization.read");
  return ctx.store.read(ctx.organization.id, async (tx) => {
    const { version, signCommits } = await tx.organizationSettings();
    const keys = await tx.signingKeys();
    const kinds = await tx.customWorkloadKinds();
    return {
      version,
      name: (await tx.organization()).name,
      signing: { on: signCommits, keys: keys.map((key) => presentSigningKey(key, committer)) },
      committer: { name: committer.name, email: committer.email },
      workloadKinds: kinds.map(({ group, kind, podTemplate }) => ({ group, kind, podTemplate })),
      mappings: presentMappings(await tx.clusterMappings(), await tx.clusters()),
    };
  });
}
