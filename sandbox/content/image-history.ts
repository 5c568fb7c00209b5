import { canonicalName, registryHost, repositoryPath } from "#domain/image/ref.ts";
import type { BuiltImage, ImageRepository } from "#sandbox/registry/catalogue.ts";

import type { Image, Service } from "./service.ts";
import { commitOf } from "./tags.ts";

const hour = 3_600_000;

/** Every image repository that the services use, its builds spread over the time before `now`. */
export function imageHistory(services: readonly Service[], now: Date): readonly ImageRepository[] {
  const images = services.flatMap(({ image, sidecar }) => (sidecar ? [image, sidecar] : [image]));
  return images.map((image) => ({
    host: registryHost(image.name),
    path: repositoryPath(image.name),
    source: sourceOf(image),
    images: builds(image, now),
  }));
}

function sourceOf({ name, own }: Image): string | null {
  if (!own) return null;
  return `https://${registryHost(name).replace("registry.", "gitea.")}/${repositoryPath(name)}`;
}

function builds(image: Image, now: Date): BuiltImage[] {
  const service = repositoryPath(image.name).split("/").at(-1) ?? image.name;
  let time = now.getTime();
  const newestFirst = image.tags.toReversed().map((tag, back) => {
    const at = image.tags.length - 1 - back;
    time -= stepBefore(image, at);
    return { tag, revision: commitOf(`${service} ${at}`), created: new Date(time).toISOString() };
  });
  return newestFirst.toReversed();
}

/** Own images are built every few hours to days, others every few weeks; the same at every start. */
function stepBefore({ name, own }: Image, at: number): number {
  const spread = parseInt(commitOf(`${canonicalName(name)} built ${at}`).slice(0, 4), 16) / 0xffff;
  return Math.round(own ? (2 + spread * 50) * hour : (9 + spread * 20) * 24 * hour);
}
