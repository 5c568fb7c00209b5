import type { ReleaseFilter, TenantReader } from "#ports/store/reader.ts";
import type { ReleaseRow } from "#ports/store/release-rows.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import { actorOf } from "./actor.ts";
import type { TenantTx } from "./tenant.ts";
import { isUuid } from "./uuid.ts";

/** What a release row is read from: its own columns, its repository's URL and whoever took it back. */
export const releaseShape = {
  omit: { orgId: true, idempotencyKey: true, eventSeq: true },
  include: {
    repository: { select: { url: true } },
    rollbacks: {
      where: { status: { notIn: ["failed", "canceled"] } },
      select: { number: true },
      orderBy: { number: "desc" as const },
      take: 1,
    },
  },
} satisfies Prisma.ReleaseDefaultArgs;

type ReleaseReads = Pick<
  TenantReader,
  "release" | "releaseById" | "releaseByIdempotencyKey" | "releases" | "rollingReleases"
>;

export function releaseReads(tx: TenantTx): ReleaseReads {
  const { db, orgId } = tx;
  async function find(where: Prisma.ReleaseWhereUniqueInput): Promise<ReleaseRow | null> {
    const row = await db.release.findUnique({ where, ...releaseShape });
    return row && releaseRow(row);
  }
  return {
    release: (number) => find({ orgId_number: { orgId, number } }),
    releaseById: async (id) => (isUuid(id) ? find({ orgId_id: { orgId, id } }) : null),
    releaseByIdempotencyKey: (idempotencyKey) =>
      find({ orgId_idempotencyKey: { orgId, idempotencyKey } }),
    releases: (filter) => listReleases(tx, filter),
    async rollingReleases(clusterId) {
      const rows = await db.release.findMany({
        where: { orgId, clusterId, ...rolling },
        ...releaseShape,
        orderBy: { number: "asc" },
      });
      return rows.map(releaseRow);
    },
  };
}

/** Out of its lane, so pushed, and not yet final. */
export const rolling = { status: "running", laneEntry: null } as const;

async function listReleases({ db, orgId }: TenantTx, filter: ReleaseFilter) {
  const rows = await db.release.findMany({
    where: { orgId, ...matching(filter) },
    ...releaseShape,
    orderBy: { number: "desc" },
    take: filter.limit,
  });
  const releaseId = { in: rows.map(({ id }) => id) };
  const counted = await db.releaseItem.groupBy({
    by: ["releaseId", "status"],
    where: { orgId, releaseId },
    _count: true,
  });
  return rows.map((row) => {
    const mine = counted.filter(({ releaseId: id }) => id === row.id);
    const count = (status?: string) =>
      mine.reduce((sum, part) => (!status || part.status === status ? sum + part._count : sum), 0);
    const counts = {
      updated: count("updated"),
      skipped: count("skipped"),
      failed: count("failed"),
      total: count(),
    };
    return { ...releaseRow(row), counts };
  });
}

const statuses = {
  running: ["queued", "running"],
  failed: ["failed", "canceled"],
  succeeded: ["succeeded", "succeeded-with-skips"],
} as const;

function matching({ before, status, clusterId, workload, text }: ReleaseFilter) {
  const conditions: Prisma.ReleaseWhereInput[] = [];
  if (before !== undefined) conditions.push({ number: { lt: before } });
  if (status) conditions.push({ status: { in: [...statuses[status]] } });
  if (clusterId !== undefined) conditions.push({ clusterId });
  if (workload) conditions.push({ items: { some: { workload } } });
  if (text) {
    const part = { contains: literal(text), mode: "insensitive" } as const;
    conditions.push({ OR: [{ title: part }, { commit: part }, { items: { some: { to: part } } }] });
  }
  return { AND: conditions };
}

/** The text without LIKE's wildcards. */
function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}

/** `createRelease` writes the columns from a NewRelease, `updateRelease` from a ReleasePatch. */
export function releaseRow({
  repository,
  rollbacks,
  ...row
}: Prisma.ReleaseGetPayload<typeof releaseShape>): ReleaseRow {
  return {
    ...row,
    repositoryUrl: repository.url,
    rolledBackBy: rollbacks[0]?.number ?? null,
    status: row.status as ReleaseRow["status"],
    requestedBy: actorOf(row.requestedBy),
    source: row.source as unknown as ReleaseRow["source"],
    edits: row.edits as unknown as ReleaseRow["edits"],
  };
}
