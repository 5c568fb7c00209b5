import { renderPath } from "#domain/kustomize/render.ts";

import { chooseLayout } from "./choose-paths.ts";
import { readConfigFolder } from "./config-folder.ts";
import { inventHistory } from "./invent-history.ts";
import { globexWorld } from "./sample-world.ts";
import { usedImages } from "./used-images.ts";
import type { World } from "./world.ts";

/** A world whose first organization takes its manifests from any folder. */
export async function folderWorld(folder: string, now: Date): Promise<World> {
  const files = await readConfigFolder(folder);
  const { branches, paths } = chooseLayout(files);
  const globex = globexWorld(now);
  const rendered = new Set(paths.map(({ path }) => path));
  const references = [...rendered].flatMap((path) =>
    usedImages(renderPath({ files, root: path }).objects),
  );
  return {
    repositories: [
      { name: "acme/config", branches: new Map(branches.map((branch) => [branch, files])) },
      ...globex.repositories,
    ],
    clusters: [
      ...paths.map(({ environment, branch, path }) => ({
        organization: "acme",
        cluster: environment,
        environment,
        repository: "acme/config",
        branch,
        path,
      })),
      ...globex.clusters,
    ],
    images: [...inventHistory(references, now), ...globex.images],
  };
}
