import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { DomainError } from "#domain/error.ts";
import type { ImageRegistry } from "#ports/image-registry.ts";

export interface ContractImage {
  readonly tag: string;
  /** RFC 3339. */
  readonly created: string;
  readonly revision: string;
}

/** What a registry holds while the contract is checked; labels use the names of the OCI image specification. */
export const contractRepository = {
  host: "registry.acme.test",
  path: "shop/checkout",
  source: "https://git.acme.test/shop/checkout",
  images: [
    { tag: "1.42.0", created: "2026-03-01T10:00:00.000Z", revision: "a".repeat(40) },
    { tag: "1.43.0", created: "2026-03-02T10:00:00.000Z", revision: "b".repeat(40) },
    { tag: "main-9a16ff9", created: "2026-03-03T10:00:00.000Z", revision: "c".repeat(40) },
    { tag: "latest", created: "2026-03-03T11:00:00.000Z", revision: "d".repeat(40) },
    { tag: "V1_x.y-z", created: "2026-03-04T10:00:00.000Z", revision: "e".repeat(40) },
  ],
} as const satisfies {
  readonly host: string;
  readonly path: string;
  readonly source: string;
  readonly images: readonly ContractImage[];
};

export interface RunningRegistry {
  /** Reads the registry in pages of two tags. */
  readonly registry: ImageRegistry;
  readonly stop: () => Promise<void>;
}

const name = `${contractRepository.host}/${contractRepository.path}`;
const unknownName = `${contractRepository.host}/shop/nothing`;

/** What every image registry must do, checked on one that `start` fills with `contractRepository`. */
export function describeImageRegistry(title: string, start: () => Promise<RunningRegistry>): void {
  describe(`${title} as an image registry`, () => {
    let running: RunningRegistry;
    beforeAll(async () => {
      running = await start();
    });
    afterAll(() => running.stop());

    it("lists every tag once, in however many pages", async () => {
      const list = await running.registry.listTags(name);
      const tags = contractRepository.images.map(({ tag }) => tag);
      expect(list?.tags.toSorted()).toEqual(tags.toSorted());
    });

    it("tells a tag's digest as it describes it", async () => {
      for (const { tag } of contractRepository.images) {
        const image = await running.registry.describe(name, tag);
        expect(await running.registry.digestOf(name, tag)).toBe(image?.digest);
        expect(image?.digests[0]).toBe(image?.digest);
      }
      expect(await running.registry.digestOf(name, "9.9.9")).toBeNull();
      expect(await running.registry.digestOf(name, "../tags/list")).toBeNull();
      expect(await running.registry.digestOf(unknownName, "1.42.0")).toBeNull();
    });

    it.each(contractRepository.images)("describes $tag", async ({ tag, created, revision }) => {
      const image = await running.registry.describe(name, tag);
      const { source } = contractRepository;
      expect(image).toMatchObject({ tag, createdAt: created, revision, source });
      expect(image?.labels["org.opencontainers.image.revision"]).toBe(revision);
      expect(image?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    });

    it("gives each image one digest", async () => {
      const tags = contractRepository.images.map(({ tag }) => tag);
      const images = await Promise.all(
        [...tags, ...tags].map((tag) => running.registry.describe(name, tag)),
      );
      expect(new Set(images.map((image) => image?.digest)).size).toBe(tags.length);
    });

    it("describes nothing where there is no such tag, repository or possible tag", async () => {
      expect(await running.registry.describe(name, "9.9.9")).toBeNull();
      expect(await running.registry.describe(unknownName, "1.42.0")).toBeNull();
      expect(await running.registry.describe(name, "../tags/list")).toBeNull();
    });

    it("says that it does not have a repository", async () => {
      const error = await failureOf(running.registry, unknownName);
      expect(error).toMatchObject({ code: "not-found" });
    });

    it("stops when it is told to", async () => {
      const reason = new Error("no longer wanted");
      const signal = AbortSignal.abort(reason);
      await expect(running.registry.describe(name, "1.42.0", { signal })).rejects.toBe(reason);
      await expect(running.registry.listTags(name, { signal })).rejects.toBe(reason);
    });
  });
}

async function failureOf(registry: ImageRegistry, repository: string): Promise<DomainError> {
  try {
    await registry.listTags(repository);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`${repository} has tags`);
}
