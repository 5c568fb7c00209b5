import type { JobPayload } from "#contracts/jobs.ts";
import { DomainError } from "#domain/error.ts";
import { registryHost } from "#domain/image/ref.ts";
import type { ImageRegistry, RegistryAccess } from "#ports/image-registry.ts";
import type { ImageRepositoryRow, ImageRow, RegistryRow } from "#ports/store/rows.ts";
import { repositoryNames } from "#services/image/knowledge.ts";
import { emitRows } from "#services/matrix/emit-rows.ts";
import type { Job, WorkerContext } from "#services/worker-context.ts";

const atOnce = 6;

/** Reads an image repository's tags; describes those that are new, and records what is gone. */
export async function scanImages({ ctx, input }: Job<JobPayload<"scan-images">>): Promise<void> {
  const found = await ctx.store.read(ctx.organizationId, async (tx) => {
    const repository = await tx.imageRepository(input.imageRepositoryId);
    return (
      repository && {
        repository,
        registries: await tx.registries(),
        known: await tx.images([repository.name]),
      }
    );
  });
  if (!found) return;
  const { repository } = found;
  try {
    const registry = ctx.registry(found.registries.map((row) => accessOf(ctx, row)));
    const tags = await listTags(ctx, registry, repository);
    const known = new Map(found.known.map((image) => [image.tag, image]));
    const images = await describeNew(ctx, registry, { repository, tags, known });
    await record(ctx, {
      repository,
      tags,
      images,
      changed: images.length > 0 || tags.length !== known.size,
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await ctx.store.record(ctx.organizationId, (tx) =>
      tx.recordScanError({
        repositoryId: repository.id,
        at: ctx.clock.now(),
        error: error.message,
      }),
    );
  }
}

async function listTags(
  ctx: WorkerContext,
  registry: ImageRegistry,
  repository: ImageRepositoryRow,
): Promise<readonly string[]> {
  const tags: string[] = [];
  for await (const page of registry.listTags(repository.name, { signal: ctx.signal }))
    tags.push(...page);
  return tags;
}

async function describeNew(
  ctx: WorkerContext,
  registry: ImageRegistry,
  input: {
    readonly repository: ImageRepositoryRow;
    readonly tags: readonly string[];
    readonly known: ReadonlyMap<string, ImageRow>;
  },
): Promise<readonly Omit<ImageRow, "repositoryId">[]> {
  const { repository, tags, known } = input;
  const unknown = tags.filter((tag) => !known.has(tag));
  const images: Omit<ImageRow, "repositoryId">[] = [];
  const next = unknown.values();
  const describe = async (): Promise<void> => {
    for (const tag of next) {
      const image = await registry.describe(repository.name, tag, { signal: ctx.signal });
      if (!image) continue;
      images.push({
        tag,
        digest: image.digest,
        createdAt: image.createdAt === undefined ? null : new Date(image.createdAt),
        revision: image.revision ?? null,
        source: image.source ?? null,
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, describe));
  return images;
}

async function record(
  ctx: WorkerContext,
  input: {
    readonly repository: ImageRepositoryRow;
    readonly tags: readonly string[];
    readonly images: readonly Omit<ImageRow, "repositoryId">[];
    readonly changed: boolean;
  },
): Promise<void> {
  const { repository, tags, images, changed } = input;
  await ctx.store.record(ctx.organizationId, async (tx) => {
    await tx.recordScan({ repositoryId: repository.id, at: ctx.clock.now(), images, tags });
    if (!changed && repository.scannedAt !== null && repository.error === null) return;
    const users = (await tx.workloads()).filter(({ observed }) =>
      repositoryNames(observed.containers.map(({ image }) => image)).has(repository.name),
    );
    await emitRows(
      tx,
      users.map(({ key }) => key),
    );
  });
}

function accessOf(ctx: WorkerContext, row: RegistryRow): RegistryAccess {
  const { id, host, endpoint, username, password } = row;
  return {
    host: registryHost(`${host}/any`),
    endpoint,
    ...(username !== null && { username }),
    ...(password !== null && {
      password: ctx.secrets.open(password, {
        organizationId: ctx.organizationId,
        table: "registry",
        row: id,
        field: "password",
      }),
    }),
  };
}
