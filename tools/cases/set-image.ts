import { DomainError } from "#domain/error.ts";
import { parseImageRef, sameRepository } from "#domain/image/ref.ts";
import { applyEdits, editsForImage } from "#domain/manifest/edit.ts";

import { indexOf, keyOf } from "./manifests.ts";
import { attempt } from "./refusal.ts";

/**
 * The files with the image set for the named containers of one workload, or for those of the image's repository when
 * none is named; throws as the domain does.
 */
export function setImages(input: {
  readonly files: Readonly<Record<string, string>>;
  readonly workload: string;
  readonly containers: readonly string[];
  readonly image: string;
}): Readonly<Record<string, string>> {
  const image = parseImageRef(input.image);
  const index = indexOf(input.files);
  const workload = index.workloads.get(keyOf(input.workload));
  if (workload === undefined) {
    const problem = index.problems[0]?.message ?? "";
    throw new DomainError("not-found", `there is no ${input.workload}. ${problem}`.trim());
  }
  const users = workload.containers.filter((one) => usesRepository(one.image, image.name));
  const names = input.containers.length > 0 ? input.containers : users.map(({ name }) => name);
  const edits = names.flatMap((name) => {
    const container = workload.containers.find((one) => one.name === name);
    if (container !== undefined) return editsForImage(container.site, image);
    throw new DomainError("not-found", `${input.workload} has no container ${name}`);
  });
  return Object.fromEntries(
    Object.entries(input.files).map(([path, text]) => {
      return [
        path,
        applyEdits(
          text,
          edits.filter(({ file }) => file === path),
        ),
      ];
    }),
  );
}

function usesRepository(image: string, name: string): boolean {
  const read = attempt(() => parseImageRef(image));
  return "value" in read && sameRepository(read.value.name, name);
}
