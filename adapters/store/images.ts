import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";

import type { TenantTx } from "./tenant.ts";
import { isUuid } from "./uuid.ts";

const repositoryColumns = {
  id: true,
  name: true,
  scannedAt: true,
  error: true,
  tagsEtag: true,
  verifiedAt: true,
} as const;

type ImageReads = Pick<
  TenantReader,
  "imageRepositories" | "imageRepository" | "images" | "taggedImages"
>;
type ImageRecords = Pick<TenantRecorder, "addImageRepositories" | "recordScan" | "recordScanError">;

export function imageReads({ db, orgId }: TenantTx): ImageReads {
  return {
    imageRepositories: () =>
      db.imageRepository.findMany({
        where: { orgId },
        select: repositoryColumns,
        orderBy: { name: "asc" },
      }),
    async imageRepository(id) {
      if (!isUuid(id)) return null;
      return db.imageRepository.findUnique({
        where: { orgId_id: { orgId, id } },
        select: repositoryColumns,
      });
    },
    images: (names) =>
      db.image.findMany({
        where: { orgId, ...(names && { repository: { name: { in: [...names] } } }) },
        omit: { orgId: true },
      }),
    async taggedImages(wanted) {
      if (wanted.length === 0) return [];
      const rows = await db.image.findMany({
        where: {
          orgId,
          OR: wanted.map(({ repository: name, tag }) => ({ tag, repository: { orgId, name } })),
        },
        omit: { orgId: true, repositoryId: true },
        include: { repository: { select: { name: true } } },
      });
      return rows.map(({ repository, ...row }) => ({ ...row, repository: repository.name }));
    },
  };
}

export function imageRecords(tx: TenantTx): ImageRecords {
  const { db, orgId } = tx;
  return {
    async addImageRepositories(repositories) {
      const added = await db.imageRepository.createManyAndReturn({
        data: repositories.map(({ id, name }) => ({ orgId, id, name })),
        skipDuplicates: true,
        select: { id: true },
      });
      return added.map(({ id }) => id);
    },
    recordScan: (scan) => recordScan(tx, scan),
    async recordScanError({ repositoryId, at, error }) {
      await db.imageRepository.updateMany({
        where: { orgId, id: repositoryId },
        data: { error, checkedAt: at },
      });
    },
  };
}

async function recordScan(
  { db, orgId }: TenantTx,
  { repositoryId, at, images, tags, marks }: Parameters<TenantRecorder["recordScan"]>[0],
): Promise<void> {
  const known = await db.imageRepository.updateMany({
    where: { orgId, id: repositoryId },
    data: { scannedAt: at, checkedAt: at, error: null, ...marks },
  });
  if (known.count === 0) return;
  await db.$executeRaw`
    DELETE FROM image
    WHERE org_id = ${orgId}::uuid AND repository_id = ${repositoryId}::uuid
      AND NOT (tag = ANY (${tags}::text[]))`;
  await db.$executeRaw`
    INSERT INTO image (org_id, repository_id, tag, digest, digests, created_at, revision, source)
    SELECT ${orgId}::uuid, ${repositoryId}::uuid, tag, digest, digests, "createdAt", revision, source
    FROM jsonb_to_recordset(${JSON.stringify(images)}::jsonb) AS row (
      tag text, digest text, digests text[], "createdAt" timestamptz, revision text, source text
    )
    ON CONFLICT (org_id, repository_id, tag) DO UPDATE
      SET digest = excluded.digest, digests = excluded.digests, created_at = excluded.created_at,
        revision = excluded.revision, source = excluded.source
      WHERE (image.digest, image.digests, image.created_at, image.revision, image.source)
        IS DISTINCT FROM (excluded.digest, excluded.digests, excluded.created_at, excluded.revision, excluded.source)`;
}
