import { DomainError } from "#domain/error.ts";
import type { ImageRef } from "#domain/image/ref.ts";
import { registryHost, repositoryPath, sameRepository } from "#domain/image/ref.ts";

import { joinOverride, splitOverride } from "./image-override.ts";
import { joinImage, splitImage } from "./image-text.ts";
import type { ImageParts } from "./image-text.ts";
import type { ImageSite, SiteScalar } from "./site.ts";
import type { Path } from "./yaml-node.ts";

/** A scalar of a site and the value it is to have; `from` is null where it is not written yet. */
export interface WantedScalar {
  readonly path: Path;
  readonly from: string | null;
  readonly to: string;
}

/**
 * What a site's scalars have to be for it to give the image. A name that means the same repository stays. Throws
 * `DomainError` "edit-refused" where the site takes no edits or cannot express the image.
 */
export function wantedScalars(site: ImageSite, to: ImageRef): readonly WantedScalar[] {
  if (site.refused !== undefined) {
    const { file, line } = site;
    throw new DomainError("edit-refused", site.refused, { file, line });
  }
  const image: ImageParts = { name: to.name, tag: to.tag ?? "", digest: to.digest ?? "" };
  switch (site.form) {
    case "image":
      return site.scalars.map((scalar) => wholeImage(scalar, image));
    case "kustomize":
      return entryScalars(site, image);
    case "helm-values":
      return valuesScalars(site, image);
    case "image-override":
      return site.scalars.map((scalar) => overrideText(scalar, image));
  }
}

function overrideText(scalar: SiteScalar, to: ImageParts): WantedScalar {
  const { name, image } = splitOverride(scalar.value);
  const kept = { ...to, name: keptName(image.name, to.name) };
  return wanted(scalar, joinOverride(scalar.value, { name, image: kept }));
}

function wholeImage(scalar: SiteScalar, to: ImageParts): WantedScalar {
  const { name } = splitImage(scalar.value);
  return wanted(scalar, joinImage({ ...to, name: keptName(name, to.name) }));
}

function wanted(scalar: SiteScalar, to: string): WantedScalar {
  return { path: scalar.path, from: scalar.value, to };
}

function keptName(written: string, name: string): string {
  return sameRepository(written, name) ? written : name;
}

function scalarOf(site: ImageSite, role: SiteScalar["role"]): SiteScalar | undefined {
  return site.scalars.find((scalar) => scalar.role === role);
}

/** In kustomize a tag or a digest of the entry replaces both of the base, so both are written or none. */
function entryScalars(site: ImageSite, to: ImageParts): readonly WantedScalar[] {
  const inherited = splitImage(site.insertAt?.inherited ?? "");
  const fields = {
    name: scalarOf(site, "name"),
    tag: scalarOf(site, "tag"),
    digest: scalarOf(site, "digest"),
  };
  const written = { tag: fields.tag?.value ?? "", digest: fields.digest?.value ?? "" };
  const isMoved = written.tag !== "" || written.digest !== "";
  const now = isMoved ? written : inherited;
  const scalars: WantedScalar[] = [];
  function set(role: "name" | "tag" | "digest", field: string, value: string): void {
    const scalar = fields[role];
    if (scalar !== undefined) scalars.push(wanted(scalar, value));
    else if (value !== "") scalars.push({ path: fieldPath(site, field), from: null, to: value });
  }
  const name = fields.name?.value || inherited.name;
  if (!sameRepository(name, to.name)) set("name", "newName", to.name);
  if (now.tag === to.tag && now.digest === to.digest) return scalars;
  if (to.tag === "" && to.digest === "") throw unversioned(site);
  set("tag", "newTag", to.tag);
  set("digest", "digest", to.digest);
  return scalars;
}

function fieldPath(site: ImageSite, field: string): Path {
  return [...(site.insertAt?.path ?? []), field];
}

function unversioned(site: ImageSite): DomainError {
  const message =
    "An entry of a kustomization's images cannot take the tag away from an image. Give a tag or a digest.";
  return new DomainError("edit-refused", message, { file: site.file, line: site.line });
}

function valuesScalars(site: ImageSite, to: ImageParts): readonly WantedScalar[] {
  const registry = scalarOf(site, "registry");
  const tag = scalarOf(site, "tag");
  const digest = scalarOf(site, "digest");
  const name = site.scalars.find(({ role }) => !["registry", "tag", "digest"].includes(role));
  refuseInheritedDigest(site, to);
  const target = splitName(site, { registry, name }, to.name);
  const version = splitVersion(site, to);
  const written = splitImage(name?.value ?? "");
  const kept = tag === undefined ? { tag: version.tag, digest: version.embedded } : written;
  return [
    ...valueScalar(registry, target.registry),
    ...valueScalar(name, joinImage({ ...kept, name: target.name })),
    ...valueScalar(tag, version.tag),
    ...valueScalar(digest, version.digest),
  ];
}

/** A value that another document gives is only added where it has to differ. */
function valueScalar(scalar: SiteScalar | undefined, to: string): readonly WantedScalar[] {
  if (scalar === undefined) return [];
  if (scalar.isUnwritten !== true) return [wanted(scalar, to)];
  return scalar.value === to ? [] : [{ path: scalar.path, from: null, to }];
}

/** A digest wins over the tag, so one that another document gives would make a new tag be without effect. */
function refuseInheritedDigest(site: ImageSite, to: ImageParts): void {
  const { digest } = splitImage(site.insertAt?.inherited ?? "");
  const isHere = site.scalars.some(({ value }) => value.includes(digest));
  if (digest === "" || isHere || digest === to.digest) return;
  const message = `The values take the digest ${digest} from another file. Change it there first.`;
  throw new DomainError("edit-refused", message, { file: site.file, line: site.line });
}

interface NameScalars {
  readonly registry: SiteScalar | undefined;
  readonly name: SiteScalar | undefined;
}

/** A name whose parts stand in several documents cannot be changed by an edit of one of them. */
function splitName(
  site: ImageSite,
  at: NameScalars,
  name: string,
): { readonly registry: string; readonly name: string } {
  if (site.insertAt === undefined) return splitRegistry(at, name);
  const inherited = splitImage(site.insertAt.inherited).name;
  if (sameRepository(inherited, name)) {
    return { registry: at.registry?.value ?? "", name: splitImage(at.name?.value ?? "").name };
  }
  const message = `The values take the name ${inherited} from another file. Change it there first.`;
  throw new DomainError("edit-refused", message, { file: site.file, line: site.line });
}

/** The registry and the rest of the name, cut where the values cut them. */
function splitRegistry(
  at: NameScalars,
  name: string,
): { readonly registry: string; readonly name: string } {
  const written = splitImage(at.name?.value ?? "").name;
  if (at.registry === undefined) return { registry: "", name: keptName(written, name) };
  const registry = at.registry.value.replace(/\/$/, "");
  if (sameRepository(`${registry}/${written}`, name)) {
    return { registry: at.registry.value, name: written };
  }
  if (name.startsWith(`${registry}/`)) {
    return { registry: at.registry.value, name: name.slice(registry.length + 1) };
  }
  return { registry: registryHost(name), name: repositoryPath(name) };
}

/** Where tag and digest go: the digest to its own scalar, else behind the tag or the name. */
function splitVersion(
  site: ImageSite,
  to: ImageParts,
): { readonly tag: string; readonly digest: string; readonly embedded: string } {
  const hasTag = scalarOf(site, "tag") !== undefined;
  if (scalarOf(site, "digest") !== undefined) return { ...to, embedded: "" };
  if (!hasTag || to.digest === "") return { tag: to.tag, digest: "", embedded: to.digest };
  if (to.tag !== "") return { tag: `${to.tag}@${to.digest}`, digest: "", embedded: "" };
  const message = "The values have a tag but no digest. Give the image with its tag.";
  throw new DomainError("edit-refused", message, { file: site.file, line: site.line });
}
