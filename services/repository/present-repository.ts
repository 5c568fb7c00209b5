import { createHash } from "node:crypto";

import type { RepositorySummary } from "#contracts/api/repository.ts";
import { profileOf } from "#domain/git/host-profile.ts";
import { parseRemoteUrl } from "#domain/git/remote-url.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import type {
  ClusterSourceRow,
  ConfigRepositoryRow,
  SealedCredentials,
} from "#ports/store/repository-rows.ts";

/** A config repository as people see it: without its secrets. */
export function presentRepository(
  repository: ConfigRepositoryRow,
  used: {
    readonly clusters: readonly ClusterRow[];
    readonly sources: readonly ClusterSourceRow[];
  },
): RepositorySummary {
  const { id, url, hostKey, ca } = repository;
  const { name, keyPlace } = profileOf(parseRemoteUrl(url).host);
  const mine = used.sources.filter((source) => source.repository.id === id);
  return {
    id,
    url,
    host: { name, keyPlace },
    credentials: presentCredentials(repository.credentials),
    hostKey,
    hasCa: ca !== null,
    clusters: used.clusters.flatMap((cluster) =>
      mine
        .filter(({ clusterId }) => clusterId === cluster.id)
        .map(({ branch, path }) => ({ id: cluster.id, name: cluster.name, branch, path })),
    ),
    check: presentCheck(repository),
  };
}

function presentCredentials(credentials: SealedCredentials): RepositorySummary["credentials"] {
  switch (credentials.kind) {
    case "none":
      return { kind: "none" };
    case "basic":
      return { kind: "basic", username: credentials.username };
    case "github-app": {
      const { kind, appId, installationId, apiUrl } = credentials;
      return { kind, appId, installationId, apiUrl };
    }
    case "ssh-key":
      return { kind: "ssh-key", publicKey: credentials.publicKey };
  }
}

function presentCheck({ check, checkAskedAt }: ConfigRepositoryRow): RepositorySummary["check"] {
  const isWaiting = check === null && checkAskedAt !== null;
  const shown = check?.shownHostKey ?? null;
  return {
    state: isWaiting ? "waiting" : stateOf(check),
    at: check?.at.toISOString() ?? null,
    error: check?.error ?? null,
    branches: [...(check?.branches ?? [])],
    shownHostKey: shown === null ? null : { key: shown, fingerprint: fingerprintOf(shown) },
  };
}

function stateOf(check: ConfigRepositoryRow["check"]): RepositorySummary["check"]["state"] {
  if (check === null) return "never";
  if (check.shownHostKey !== null) return "host-key";
  if (check.error !== null) return "fails";
  if (check.canWrite === false) return "read-only";
  return check.branches.length === 0 ? "empty" : "works";
}

/** As `ssh-keygen -l` prints it. */
function fingerprintOf(key: string): string {
  const bytes = Buffer.from(key.split(" ")[1] ?? "", "base64");
  return `SHA256:${createHash("sha256").update(bytes).digest("base64").replaceAll("=", "")}`;
}
