import { markerOn } from "./flux-marker.ts";
import type { ImageSite, SiteForm, SiteScalar } from "./site.ts";
import { pathOf } from "./yaml-node.ts";
import type { MapNode, Place, ScalarNode } from "./yaml-node.ts";

/** The text of a file of the repository; what is not known to be there has none. */
export type ReadText = (path: string) => string | undefined;

/** A scalar of a site, and what it is for. */
export interface RoledScalar {
  readonly role: SiteScalar["role"];
  readonly node: ScalarNode;
}

/** The site that `scalars` of one document make up; it is said to stand at `at`. */
export function siteAt(
  at: Place,
  made: {
    readonly form: SiteForm;
    readonly scalars: readonly RoledScalar[];
    readonly text: ReadText;
  },
): ImageSite {
  const { form, scalars, text } = made;
  const { file, document } = at.source;
  const marker = scalars.map(({ node }) => markerAt(node.place, text)).find(Boolean);
  return {
    file,
    document,
    line: at.line,
    form,
    scalars: scalars.map(siteScalar),
    ...(marker === undefined ? {} : { marker }),
  };
}

/**
 * The site of a container's image: the scalar itself, the entry of a kustomization's `images` that sets it, or the
 * value elsewhere that its tag is taken from.
 */
export function containerSite(image: ScalarNode, text: ReadText): ImageSite {
  if (image.tagFrom !== undefined) return tagSite(image, image.tagFrom, text);
  if (image.entry !== undefined) return entrySite(image.entry, text);
  const scalar = { ...image, text: image.text.trim() };
  return siteAt(image.place, { form: "image", scalars: [{ role: "image", node: scalar }], text });
}

/** A tag that another place gives; the name stays where it is. */
function tagSite(image: ScalarNode, tag: ScalarNode, text: ReadText): ImageSite {
  const scalars = [{ role: "tag", node: tag }] as const;
  const site = siteAt(tag.place, { form: "helm-values", scalars, text });
  return { ...site, insertAt: { path: pathOf(tag.place).slice(0, -1), inherited: image.text } };
}

/** The fields of a kustomization's image entry that an edit may change. */
const entryRoles = [
  ["newName", "name"],
  ["newTag", "tag"],
  ["digest", "digest"],
] as const;

/** The site of an entry in a kustomization's `images` that is applied to the image `before`. */
export function entrySite(
  { map, before }: { readonly map: MapNode; readonly before: string },
  text: ReadText,
): ImageSite {
  const scalars = entryRoles.flatMap(([field, role]) => {
    const node = map.entries.get(field);
    return node?.kind === "scalar" ? [{ role, node }] : [];
  });
  const insertAt = { path: pathOf(map.place), inherited: before };
  const site = siteAt(map.place, { form: "kustomize", scalars, text });
  if (!map.entries.has("tagSuffix")) return { ...site, insertAt };
  const refused = `The entry of ${site.file}, line ${site.line}, has a tagSuffix, which changes every tag that is written. Take it out first.`;
  return { ...site, insertAt, refused };
}

function siteScalar({ role, node }: RoledScalar): SiteScalar {
  const written = { role, path: pathOf(node.place), value: node.text };
  return node.isUnwritten === true ? { ...written, isUnwritten: true } : written;
}

function markerAt(place: Place, text: ReadText): string | undefined {
  return markerOn(text(place.source.file) ?? "", place.line);
}
