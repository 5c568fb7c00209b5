import { conditionOf, withCondition } from "#sandbox/controllers/conditions.ts";
import type { HelmRelease, ReleaseRecord } from "#sandbox/controllers/kinds.ts";
import { safeHash } from "#sandbox/kubernetes/name-suffix.ts";
import { timestamp } from "#sandbox/kubernetes/object.ts";
import type { Condition } from "#sandbox/kubernetes/pod.ts";

export type ReleaseState =
  | { readonly kind: "running" }
  | { readonly kind: "released" }
  | { readonly kind: "failed"; readonly why: string };

const longestHistory = 5;

/** The status of a release as helm-controller writes it: Ready and Released, history, revision. */
export function releaseStatus({
  release,
  state,
  now,
}: {
  release: HelmRelease;
  state: ReleaseState;
  now: Date;
}): NonNullable<HelmRelease["status"]> {
  const { generation = 1 } = release.metadata;
  const history = historyOf({ release, state, now });
  const [latest] = history;
  const action = (latest?.version ?? 1) > 1 ? "upgrade" : "install";
  const chart = release.spec?.chart?.spec;
  const version = latest?.version ?? 1;
  return {
    observedGeneration: generation,
    lastAttemptedGeneration: generation,
    lastAttemptedReleaseAction: action,
    ...(chart?.version && { lastAttemptedRevision: chart.version }),
    conditions: conditionsOf({ release, state, action, version, now }),
    history,
  };
}

function conditionsOf({
  release,
  state,
  action,
  version,
  now,
}: {
  release: HelmRelease;
  state: ReleaseState;
  action: "install" | "upgrade";
  version: number;
  now: Date;
}): readonly Condition[] {
  const observedGeneration = release.metadata.generation ?? 1;
  function set(conditions: readonly Condition[] | undefined, condition: Condition) {
    return withCondition({ conditions, condition: { ...condition, observedGeneration }, now });
  }
  const before = release.status?.conditions;
  const settled = before?.filter(({ type }) => type !== "Reconciling");
  const title = action === "install" ? "Install" : "Upgrade";
  const chart = release.spec?.chart?.spec;
  const name = `${release.metadata.namespace ?? ""}/${release.metadata.name}.v${version} with chart ${chart?.chart ?? release.metadata.name}@${chart?.version ?? "0.0.0"}`;
  switch (state.kind) {
    case "running": {
      const message = `Running '${action}' action with timeout of 5m0s`;
      const shared = { reason: "Progressing", message } as const;
      const reconciling = set(before, { type: "Reconciling", status: "True", ...shared });
      if (isSettledFor(release)) return before ?? [];
      return set(reconciling, { type: "Ready", status: "Unknown", ...shared });
    }
    case "released": {
      const shared = {
        status: "True",
        reason: `${title}Succeeded`,
        message: `Helm ${action} succeeded for release ${name}`,
      } as const;
      return set(set(settled, { type: "Ready", ...shared }), { type: "Released", ...shared });
    }
    case "failed": {
      const shared = {
        status: "False",
        reason: `${title}Failed`,
        message: `Helm ${action} failed for release ${name}: ${state.why}`,
      } as const;
      return set(set(settled, { type: "Ready", ...shared }), { type: "Released", ...shared });
    }
  }
}

/** A release that was Ready for this generation stays so while its pods come and go. */
function isSettledFor({ metadata, status }: HelmRelease): boolean {
  const ready = conditionOf(status?.conditions, "Ready");
  return ready?.status === "True" && ready.observedGeneration === metadata.generation;
}

function historyOf({
  release,
  state,
  now,
}: {
  release: HelmRelease;
  state: ReleaseState;
  now: Date;
}): readonly ReleaseRecord[] {
  const history = release.status?.history ?? [];
  const digest = `sha256:${safeHash(JSON.stringify(release.spec ?? {}))}`;
  const [latest, ...older] = history;
  const status = { running: "pending-upgrade", released: "deployed", failed: "failed" }[state.kind];
  if (latest?.digest === digest) {
    const keeps = state.kind === "running" && isSettledFor(release);
    return keeps ? history : [{ ...latest, status }, ...older];
  }
  const chart = release.spec?.chart?.spec;
  const entry = {
    version: (latest?.version ?? 0) + 1,
    digest,
    name: release.metadata.name,
    namespace: release.metadata.namespace ?? "",
    chartName: chart?.chart ?? release.metadata.name,
    chartVersion: chart?.version ?? "0.0.0",
    firstDeployed: timestamp(now),
    lastDeployed: timestamp(now),
    status,
  };
  return [entry, ...history].slice(0, longestHistory);
}
