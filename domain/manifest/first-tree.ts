import type { ManifestFile } from "./file.ts";
import type { YamlNode } from "./yaml-node.ts";

/** The first document of a file that holds one thing, such as values; undefined where it could not be read. */
export function firstTree(file: ManifestFile | undefined): YamlNode | undefined {
  const [document] = file?.documents ?? [];
  return document?.index === 0 ? document.tree : undefined;
}
