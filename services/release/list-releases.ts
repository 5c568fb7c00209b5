import type { ReleaseList, ReleaseListQuery } from "#contracts/api/release.ts";
import { DomainError } from "#domain/error.ts";
import { parseWorkloadKey, workloadKey } from "#domain/glossary.ts";
import type { ReleaseFilter, TenantReader } from "#ports/store/reader.ts";
import { authorize } from "#services/authorize.ts";
import type { Verb } from "#services/context.ts";

import { presentSummary } from "./present-release.ts";

/** Releases, newest first. The cursor is the last number of the page before. */
export async function listReleases({ ctx, input }: Verb<ReleaseListQuery>): Promise<ReleaseList> {
  authorize(ctx, "organization.read");
  const { limit, cluster } = input;
  return ctx.store.read(ctx.organization.id, async (tx) => {
    const clusterId = cluster === undefined ? undefined : await findCluster(tx, cluster);
    if (clusterId === null) return { items: [], nextCursor: null };
    const only = { ...filterOf(input), ...(clusterId !== undefined && { clusterId }) };
    const found = await tx.releases({ ...only, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map((release) => presentSummary(release, release.counts)),
      nextCursor: found.length > limit && last ? String(last.number) : null,
    };
  });
}

/** The cluster of that name, or of that id; null where there is none. */
async function findCluster(tx: TenantReader, nameOrId: string): Promise<string | null> {
  const clusters = await tx.clusters();
  return clusters.find(({ id, name }) => name === nameOrId || id === nameOrId)?.id ?? null;
}

function filterOf({
  cursor,
  status,
  workload,
  q,
}: ReleaseListQuery): Omit<ReleaseFilter, "limit" | "clusterId"> {
  return {
    ...(cursor !== undefined && { before: parseCursor(cursor) }),
    ...(status !== undefined && { status }),
    ...(workload !== undefined && { workload: parseKey(workload) }),
    ...(q !== undefined && q.trim() !== "" && { text: q.trim() }),
  };
}

function parseCursor(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new DomainError("invalid", "The cursor is not one that a list gave out.", {
    pointer: "/cursor",
  });
}

function parseKey(text: string) {
  const identity = parseWorkloadKey(text);
  if (identity) return workloadKey(identity);
  throw new DomainError("invalid", `${text} is not namespace:kind/name.`, { pointer: "/workload" });
}
