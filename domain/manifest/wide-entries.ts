import { folderOf, isWithin } from "#domain/kustomize/file-tree.ts";

import type { FoundContainer, FoundWorkload } from "./found-workload.ts";
import { splitImage } from "./image-text.ts";
import type { ImageSite } from "./site.ts";
import { selectedName } from "./yaml-node.ts";

interface Owner {
  readonly workload: FoundWorkload;
  readonly container: FoundContainer;
}

/**
 * The workloads, with edits refused where they would add an entry to a kustomization's `images` and that entry would
 * change another image of the same name too, which is set in another place of the same folder.
 */
export function refuseWideEntries(workloads: readonly FoundWorkload[]): readonly FoundWorkload[] {
  const isAdding = workloads.some(({ containers }) =>
    containers.some(({ site }) => addedName(site) !== undefined),
  );
  if (!isAdding) return workloads;
  const owners = workloads.flatMap((workload) =>
    workload.containers.map((container) => ({ workload, container })),
  );
  const byName = Map.groupBy(owners, ({ container }) => splitImage(container.image).name);
  return workloads.map((workload) => ({
    ...workload,
    containers: workload.containers.map((container) => withRefusal(container, byName)),
  }));
}

function addedName(site: ImageSite): string | undefined {
  return site.scalars.length > 0 ? undefined : selectedName(site.insertAt?.path.at(-1));
}

function withRefusal(
  container: FoundContainer,
  byName: ReadonlyMap<string, readonly Owner[]>,
): FoundContainer {
  const { site } = container;
  const name = addedName(site);
  if (name === undefined || site.refused !== undefined) return container;
  const folder = folderOf(site.file);
  const other = byName.get(name)?.find(({ container: { site: rival } }) => {
    return rival.file !== site.file || addedName(rival) === undefined
      ? rival.form !== "helm-values" && isWithin(folder, rival.file)
      : false;
  });
  if (other === undefined) return container;
  const { file, line } = other.container.site;
  const refused = `An entry for ${name} in ${site.file} would also change ${other.container.name} of ${other.workload.key}, which ${file}, line ${line}, sets. Change one of them by hand.`;
  return { ...container, site: { ...site, refused } };
}
