import type { ManifestFile } from "#domain/manifest/file.ts";
import { parseManifestFile } from "#domain/manifest/file.ts";
import { indexManifests } from "#domain/manifest/manifest-index.ts";

import type { PlacedImage } from "./image-rows.ts";

const alone = "file.yaml";

/** Every image that a file writes, read by itself: overridden elsewhere or not. */
export function fileImages(file: ManifestFile): readonly PlacedImage[] {
  const files = new Map([[alone, parseManifestFile(alone, file.text)]]);
  return [...indexManifests({ files, root: "" }).workloads.values()].flatMap(
    ({ key, containers }) =>
      containers.map(({ name, image, site }) => ({ workload: key, container: name, image, site })),
  );
}
