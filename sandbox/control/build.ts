import type { BuiltImage, Catalogue, ImageRepository } from "#sandbox/registry/catalogue.ts";
import { nextTag } from "#sandbox/registry/next-tag.ts";

export type Flaw = "missing" | NonNullable<BuiltImage["behaviour"]>;

/** Adds the image that a CI build of the commit `revision` would push, flawed where a flaw is asked for. */
export function buildImage(options: {
  readonly catalogue: Catalogue;
  readonly repository: ImageRepository;
  readonly revision: string;
  readonly now: Date;
  readonly flaw?: Flaw | undefined;
}): BuiltImage {
  const { catalogue, repository, revision, now, flaw } = options;
  const image: BuiltImage = {
    tag: nextTag(repository.images.at(-1)?.tag ?? "0.1.0", revision),
    revision,
    created: now.toISOString(),
    ...flawOf(flaw),
  };
  catalogue.push(repository, image);
  return image;
}

function flawOf(flaw: Flaw | undefined): Partial<BuiltImage> {
  if (flaw === undefined) return {};
  return flaw === "missing" ? { missing: true } : { behaviour: flaw };
}
