import type { NamedObject, SyncConsent } from "#contracts/agent-sync.ts";
import type { Clock, Ids } from "#ports/clock.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import type { ClusterSyncRow, SyncAsks } from "#ports/store/syncs.ts";

const commandLifetimeMs = 24 * 60 * 60 * 1000;

/**
 * Tells the cluster's agent to bring the cluster to what a digest names. What a person agreed to holds for this one
 * command: whatever is asked later comes without.
 */
export async function askSync(
  tx: SyncAsks & Pick<TenantRecorder, "emit">,
  input: {
    readonly ctx: { readonly clock: Clock; readonly ids: Ids };
    readonly wanted: Pick<ClusterSyncRow, "clusterId" | "revision" | "root" | "digest">;
    /** The name of the person who asks, if one does. */
    readonly askedBy?: string;
    readonly consents?: readonly SyncConsent[];
    readonly forced?: readonly NamedObject[];
    /** Where it is not only git that may have changed. */
    readonly thorough?: boolean;
  },
): Promise<void> {
  const { ctx, wanted, askedBy = null, consents = [], forced = [] } = input;
  const { thorough = false } = input;
  const { clusterId, revision, root, digest } = wanted;
  const askedAt = ctx.clock.now();
  await tx.askSync({
    commandId: ctx.ids.uuid(),
    clusterId,
    revision,
    root,
    digest,
    consents,
    forced,
    thorough,
    askedBy,
    askedAt,
    notAfter: new Date(askedAt.getTime() + commandLifetimeMs),
  });
  await tx.emit({ kind: "sync", id: clusterId });
}
