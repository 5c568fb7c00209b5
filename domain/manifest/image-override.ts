import type { Finding } from "./finding.ts";
import type { FoundContainer } from "./found-workload.ts";
import { siteAt } from "./image-site.ts";
import { joinImage, splitImage } from "./image-text.ts";
import type { ImageParts } from "./image-text.ts";
import type { YamlNode } from "./yaml-node.ts";

/** What `name=newname:tag@digest`, or the same without a new name, says: which image it is for, and what it becomes. */
export interface ImageOverride {
  readonly name: string;
  readonly image: ImageParts;
}

/** Reads an entry as `kustomize edit set image` does. */
export function splitOverride(text: string): ImageOverride {
  const at = text.indexOf("=");
  const image = splitImage(text.slice(at + 1));
  return { name: at === -1 ? image.name : splitImage(text.slice(0, at)).name, image };
}

/** The text of an entry; the name it is for is written only where the image has another one. */
export function joinOverride(written: string, { name, image }: ImageOverride): string {
  const isNamed = written.includes("=") || name !== image.name;
  return isNamed ? `${name}=${joinImage(image)}` : joinImage(image);
}

/** The images that texts for kustomize set, each a container named by the last part of the name it is for. */
export function overrideContainers(
  finding: Finding,
  entries: readonly YamlNode[],
): readonly FoundContainer[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== "scalar" || typeof entry.value !== "string") return [];
    const { name, image } = splitOverride(entry.text);
    if (image.name === "" || (image.tag === "" && image.digest === "")) return [];
    const site = siteAt(entry.place, {
      form: "image-override",
      scalars: [{ role: "image", node: entry }],
      text: (path) => finding.tree.manifest(path)?.text,
    });
    const container = name.slice(name.lastIndexOf("/") + 1);
    return [{ name: container, init: false, image: joinImage(image), site }];
  });
}
