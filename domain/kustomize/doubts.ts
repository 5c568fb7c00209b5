import type { Place } from "#domain/manifest/yaml-node.ts";

/** Why an image is in doubt: something at the place may set it, and the build does not follow that. */
export function doubtOf(place: Place, what: string): string {
  const { file } = place.source;
  return `${what} in ${file}, line ${place.line}, may set this image and is not followed. Change it there.`;
}
