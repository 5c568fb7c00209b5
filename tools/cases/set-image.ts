import { DomainError } from "#domain/error.ts";
import { parseImageRef } from "#domain/image/ref.ts";
import { applyEdits, editsForImage } from "#domain/manifest/edit.ts";

import { indexOf, keyOf } from "./manifests.ts";

/** The files with the image set for the named containers of one workload; throws as the domain does. */
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
  const edits = input.containers.flatMap((name) => {
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
