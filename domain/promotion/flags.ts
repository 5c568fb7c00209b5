import semver from "semver";

import type { ImageRef } from "#domain/image/ref.ts";
import { canonicalName } from "#domain/image/ref.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";

import type { ItemFlag } from "./plan.ts";

/** What stands out about moving from one image to the other; unknown order raises no flag. */
export function versionFlags(
  from: ImageRef,
  to: ImageRef,
  images: ImageKnowledge,
): readonly ItemFlag[] {
  const older = version(from.tag);
  const newer = version(to.tag);
  if (older && newer) {
    const flags: ItemFlag[] = [];
    if (semver.lt(newer, older)) flags.push("downgrade");
    if (newer.major !== older.major) flags.push("major");
    return flags;
  }
  return createdBefore(to, from, images) ? ["downgrade"] : [];
}

function version(tag: string | undefined): semver.SemVer | null {
  return tag === undefined || !/^v?\d+\.\d+(\.\d+)?([-+].*)?$/.test(tag)
    ? null
    : semver.coerce(tag, { includePrerelease: true });
}

function createdBefore(a: ImageRef, b: ImageRef, images: ImageKnowledge): boolean {
  const tags = images.get(canonicalName(a.name))?.tags ?? [];
  const createdA = tags.find(({ tag }) => tag === a.tag)?.createdAt;
  const createdB = tags.find(({ tag }) => tag === b.tag)?.createdAt;
  return createdA !== undefined && createdB !== undefined && createdA < createdB;
}
