import type { Ids } from "#ports/clock.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";

import { repositoryNames } from "./knowledge.ts";

/** Makes the images' repositories known and has the new ones scanned. */
export async function knowImages(
  tx: TenantRecorder,
  { images, ids }: { readonly images: Iterable<string>; readonly ids: Ids },
): Promise<void> {
  const repositories = [...repositoryNames(images)].map((name) => ({ id: ids.uuid(), name }));
  if (repositories.length === 0) return;
  const { id: organizationId } = await tx.organization();
  for (const imageRepositoryId of await tx.addImageRepositories(repositories)) {
    await tx.enqueue("scan-images", { organizationId, imageRepositoryId });
  }
}
