import { isWithin, resolvePath } from "#domain/kustomize/file-tree.ts";

import { applicationSources, isApplication } from "./argo-application.ts";
import type { Finding } from "./finding.ts";
import type { FoundContainer, FoundWorkload } from "./found-workload.ts";
import { splitOverride } from "./image-override.ts";
import { splitImage } from "./image-text.ts";
import { identityOf } from "./kubernetes-object.ts";
import { itemsAt, stringAt, textAt } from "./yaml-node.ts";
import type { MapNode } from "./yaml-node.ts";

/** An image that an Argo CD Application sets for what it builds from a folder. */
interface FolderOverride {
  readonly folder: string;
  readonly name: string;
  readonly refused: string;
}

/**
 * The workloads, with edits refused where an Application builds their folder and sets the same image: Argo CD applies
 * its own value whatever the folder's files say.
 */
export function refuseOverridden(
  finding: Finding,
  workloads: readonly FoundWorkload[],
): readonly FoundWorkload[] {
  const overrides = finding.resources.flatMap(({ tree }) =>
    isApplication(tree) ? overridesOf(tree) : [],
  );
  if (overrides.length === 0) return workloads;
  return workloads.map((workload) => {
    const mine = overrides.filter(({ folder }) => isWithin(folder, workload.file));
    if (mine.length === 0) return workload;
    return { ...workload, containers: workload.containers.map((one) => withRefusal(one, mine)) };
  });
}

function overridesOf(application: MapNode): readonly FolderOverride[] {
  const { name: owner } = identityOf(application);
  return applicationSources(application).flatMap((source) => {
    const folder = resolvePath("", stringAt(source, ["path"]) ?? "");
    return itemsAt(source, ["kustomize", "images"]).flatMap((entry) => {
      if (folder === undefined || folder === "") return [];
      const { name } = splitOverride(textAt(entry, []) ?? "");
      const { source: document, line } = entry.place;
      const refused = `The Application ${owner} sets this image in ${document.file}, line ${line}. Promote the Application.`;
      return [{ folder, name, refused }];
    });
  });
}

function withRefusal(
  container: FoundContainer,
  overrides: readonly FolderOverride[],
): FoundContainer {
  const { name } = splitImage(container.image);
  const override = overrides.find((one) => one.name === name);
  const isOwn = container.site.form === "image-override";
  if (override === undefined || isOwn) return container;
  return { ...container, site: { refused: override.refused, ...container.site } };
}
