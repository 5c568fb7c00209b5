import type { SyncAsk } from "#contracts/agent-sync.ts";
import type { AgreeToSync, ClusterSync } from "#contracts/api/sync.ts";
import { DomainError } from "#domain/error.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import type { ClusterSyncRow } from "#ports/store/syncs.ts";
import { authorize } from "#services/authorize.ts";
import { actorName } from "#services/context.ts";
import type { Verb } from "#services/context.ts";

import { askSync } from "./ask-sync.ts";
import { openAsks } from "./present-sync.ts";
import { readSync } from "./read-sync.ts";
import { syncedCluster } from "./synced-cluster.ts";

const mostAudited = 50;

/**
 * Asks for the newest sync once more with what it asked a person for: for this revision, this command and, where
 * fields are taken over, the objects that the person saw. DomainError "conflict" where it is not what the newest sync
 * asks any more; "invalid" where the cluster's name has to be typed and is not.
 */
export async function agreeToSync({
  ctx,
  input,
}: Verb<AgreeToSync & { readonly clusterId: string }>): Promise<ClusterSync> {
  const { cluster, sync } = await ctx.store.read(ctx.organization.id, (tx) =>
    syncedCluster(tx, input.clusterId),
  );
  const { id, name, environment } = cluster;
  authorize(ctx, "sync.consent", environment);
  const agreed = agreedAsks(input, { cluster, sync });
  const intent = {
    permission: "sync.consent",
    event: "cluster.sync-agreed",
    actor: ctx.actor,
    grant: ctx.grant,
    environment,
    subject: `cluster/${name}`,
    details: { revision: sync.revision, agreed: agreed.map(auditedAsk) },
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    const newest = await syncedCluster(tx, id);
    const asks = agreedAsks(input, newest);
    const consents = asks.map(({ consent }) => consent);
    const forced = asks.flatMap(({ consent, objects }) => (consent === "force" ? objects : []));
    const askedBy = actorName(ctx.actor);
    await askSync(tx, { ctx, wanted: newest.sync, askedBy, consents, forced, thorough: true });
  });
  return readSync({ ctx, input });
}

/** What is agreed to, of what the newest sync asks. */
function agreedAsks(
  { commandId, reportedAt, consents, clusterName }: AgreeToSync,
  { cluster, sync }: { readonly cluster: ClusterRow; readonly sync: ClusterSyncRow },
): readonly SyncAsk[] {
  const { report } = sync;
  const isAsSeen = report?.commandId === commandId && report.at.toISOString() === reportedAt;
  const asks = isAsSeen ? openAsks(sync) : [];
  const agreed = asks.filter(({ consent }) => consents.includes(consent));
  if (agreed.length === 0 || agreed.length < new Set(consents).size) {
    throw new DomainError(
      "conflict",
      `The sync of ${cluster.name} is another one by now, or says something else. Look again at what it asks.`,
    );
  }
  if (!consents.includes("delete-foundations")) return agreed;
  if (clusterName !== cluster.name) {
    const message = `Type ${cluster.name}: what is deleted with its namespaces does not come back.`;
    throw new DomainError("invalid", message, { pointer: "/clusterName" });
  }
  const isMass = asks.some(({ consent }) => consent === "delete-many");
  if (isMass && !consents.includes("delete-many")) {
    const message = "Namespaces and definitions go only together with the many objects in them.";
    throw new DomainError("invalid", message, { pointer: "/consents" });
  }
  return agreed;
}

function auditedAsk({ consent, objects, more }: SyncAsk) {
  const named = objects.slice(0, mostAudited);
  const names = named.map(({ kind, namespace, name }) =>
    [kind, namespace, name].filter(Boolean).join("/"),
  );
  return { consent, objects: names, more: more + objects.length - named.length };
}
