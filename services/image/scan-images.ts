import type { JobPayload } from "#contracts/jobs.ts";
import { DomainError } from "#domain/error.ts";
import type { TagUse } from "#domain/tag-policy/candidates.ts";
import { wantedFacts } from "#domain/tag-policy/wanted-facts.ts";
import type { ImageRegistry } from "#ports/image-registry.ts";
import type { ImageRepositoryRow, ImageRow } from "#ports/store/image-rows.ts";
import type { Job, WorkerContext } from "#services/worker-context.ts";

import { describeTags, findPushedAgain, unknownImage } from "./describe-tags.ts";
import { readUses } from "./image-uses.ts";
import { tagInfo } from "./knowledge.ts";
import { recordScan } from "./record-scan.ts";
import { registryAccess } from "./registry-access.ts";

/** How often the tags that matter are looked at for having been pushed again. */
const verifyAfterMs = 15 * 60_000;
/** How many described tags are kept at a time, so that a scan that breaks off has not been for nothing. */
const keptAtATime = 500;

interface Scan {
  readonly ctx: WorkerContext;
  readonly registry: ImageRegistry;
  readonly repository: ImageRepositoryRow;
  readonly uses: readonly TagUse[];
  readonly known: ReadonlyMap<string, ImageRow>;
}

/**
 * Reads an image repository's tags and what its users need to know of them, and records what is gone. What the
 * registry told before it failed is kept, beside the failure.
 */
export async function scanImages({ ctx, input }: Job<JobPayload<"scan-images">>): Promise<void> {
  const scan = await prepare(ctx, input.imageRepositoryId);
  if (scan === null) return;
  try {
    await readRepository(scan);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await ctx.store.record(ctx.organizationId, (tx) =>
      tx.recordScanError({
        repositoryId: scan.repository.id,
        at: ctx.clock.now(),
        error: error.message,
      }),
    );
  }
}

async function prepare(ctx: WorkerContext, id: string): Promise<Scan | null> {
  return ctx.store.read(ctx.organizationId, async (tx) => {
    const repository = await tx.imageRepository(id);
    if (repository === null) return null;
    const accesses = (await tx.registries()).map((row) => registryAccess(ctx, row));
    const images = await tx.images([repository.name]);
    return {
      ctx,
      registry: ctx.registry(accesses),
      repository,
      uses: await readUses(tx, repository.name),
      known: new Map(images.map((image) => [image.tag, image])),
    };
  });
}

async function readRepository(scan: Scan): Promise<void> {
  const { ctx, registry, repository, uses, known } = scan;
  const etag = repository.error === null ? repository.tagsEtag : null;
  const list = await registry.listTags(repository.name, { signal: ctx.signal, etag });
  const tags = list?.tags ?? [...known.keys()];
  const infos = tags.map((tag) => tagInfo(known.get(tag) ?? unknownImage(tag)));
  const wanted = wantedFacts({ tags: infos, uses });
  const isDue = isVerificationDue(repository, ctx.clock.now());
  const again = await findPushedAgain(
    { registry, repository: repository.name, tags: isDue ? wanted.check : [], signal: ctx.signal },
    new Map([...known].map(([tag, { digest }]) => [tag, digest])),
  );
  await describeAndRecord(scan, {
    tags,
    describe: [...again.tags, ...wanted.describe, ...wanted.check.filter(isHalfKnown(known))],
    marks: {
      tagsEtag: list === null ? etag : list.etag,
      verifiedAt: isDue && again.error === null ? ctx.clock.now() : repository.verifiedAt,
    },
  });
  if (again.error !== null) throw again.error;
}

/** Describes in portions and records each; the first one brings the new tags that are only listed. */
async function describeAndRecord(
  scan: Scan,
  input: {
    readonly tags: readonly string[];
    readonly describe: readonly string[];
    readonly marks: Pick<ImageRepositoryRow, "tagsEtag" | "verifiedAt">;
  },
): Promise<void> {
  const { ctx, registry, repository, known } = scan;
  const listed = new Set(input.tags);
  let from = 0;
  do {
    const tags = input.describe.slice(from, from + keptAtATime);
    const found = await describeTags({
      registry,
      repository: repository.name,
      tags,
      signal: ctx.signal,
    });
    for (const tag of found.gone) listed.delete(tag);
    const isFirst = from === 0;
    from += keptAtATime;
    const isLast = from >= input.describe.length && found.error === null;
    const described = new Set(found.images.map(({ tag }) => tag));
    const blank = [...(isFirst ? listed : [])].filter(
      (tag) => !known.has(tag) && !described.has(tag),
    );
    const images = [...found.images, ...blank.map(unknownImage)];
    await recordScan(ctx, {
      repository,
      tags: [...listed],
      images,
      changed: images.length > 0 || (isFirst && listed.size !== known.size),
      ...(isLast && { marks: input.marks }),
    });
    if (found.error !== null) throw found.error;
  } while (from < input.describe.length);
}

/** Tags that were described before all their digests were kept. */
function isHalfKnown(known: Scan["known"]): (tag: string) => boolean {
  return (tag) => known.get(tag)?.digests.length === 0;
}

function isVerificationDue({ verifiedAt }: ImageRepositoryRow, now: Date): boolean {
  return verifiedAt === null || now.getTime() - verifiedAt.getTime() >= verifyAfterMs;
}
