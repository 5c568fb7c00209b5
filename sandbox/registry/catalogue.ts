import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { z } from "zod";

const builtImageSchema = z.object({
  tag: z.string(),
  /** The commit it was built from. */
  revision: z.string(),
  created: z.iso.datetime(),
  /** What its containers do once started; a healthy image has none. */
  behaviour: z.enum(["crash", "oom", "never-ready", "slow"]).optional(),
  /** The tag is listed, but a layer of the image is gone: it cannot be pulled. */
  missing: z.boolean().optional(),
  /** A digest that a manifest pins, served although nobody has the bytes that made it. */
  pinnedDigest: z.string().optional(),
});

const imageRepositorySchema = z.object({
  host: z.string(),
  path: z.string(),
  /** Where its code is; null when the image does not say. */
  source: z.string().nullable(),
  /** Oldest first. */
  images: z.array(builtImageSchema),
});

export type BuiltImage = z.infer<typeof builtImageSchema>;
export type ImageRepository = z.infer<typeof imageRepositorySchema>;

/** Everything the sandbox's registry holds, kept in one JSON file. */
export class Catalogue {
  readonly #file: string;
  readonly #repositories: ImageRepository[];

  constructor(file: string) {
    this.#file = file;
    this.#repositories = readCatalogue(file);
  }

  /** All repositories, in the order in which they were added. */
  get repositories(): readonly ImageRepository[] {
    return this.#repositories;
  }

  /** The repository at a path; where the host is not told, the first registry that has the path. */
  find(path: string, host?: string): ImageRepository | undefined {
    return this.#repositories.find(
      (repository) => repository.path === path && (host === undefined || repository.host === host),
    );
  }

  /** Adds the repositories that are not there yet; what is there keeps its images. */
  seed(repositories: readonly ImageRepository[]): void {
    const added = repositories.filter(({ path, host }) => this.find(path, host) === undefined);
    this.#repositories.push(...added);
    if (added.length > 0) this.#save();
  }

  /** Adds a newest image; a tag that was there moves to it. */
  push(repository: ImageRepository, image: BuiltImage): void {
    repository.images = [...repository.images.filter(({ tag }) => tag !== image.tag), image];
    this.#save();
  }

  #save(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#repositories, null, 1));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function readCatalogue(file: string): ImageRepository[] {
  try {
    return z.array(imageRepositorySchema).parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
