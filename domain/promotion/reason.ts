/** Why an item is not simply updated: the closed list that people and programs read. */
export type ItemReason = ChoiceReason | ImageReason | PlaceReason;

/** Someone decided so: in the files, or in what was asked for. */
type ChoiceReason =
  | { readonly code: "up-to-date"; readonly image: string }
  | { readonly code: "locked"; readonly by: string | null; readonly message: string | null }
  | { readonly code: "excluded"; readonly by: "name" | "namespace" | "labels" | "image" }
  | { readonly code: "mismatch"; readonly expected: string; readonly actual: string }
  | { readonly code: "held-by-mismatch"; readonly workload: string; readonly container: string }
  | { readonly code: "nothing-to-restore" };

/** No image can be named. */
type ImageReason =
  | { readonly code: "no-tag-allowed"; readonly policy: string; readonly repository: string }
  | { readonly code: "tag-not-allowed"; readonly policy: string; readonly tag: string }
  | { readonly code: "filter-unreadable"; readonly filter: string; readonly detail: string }
  | { readonly code: "digest-unknown"; readonly image: string }
  | { readonly code: "image-missing"; readonly image: string }
  | {
      readonly code: "repository-unknown";
      readonly repository: string;
      readonly detail: string | null;
    }
  | { readonly code: "different-image"; readonly source: string; readonly target: string };

/** It lies in where something is defined or runs. */
type PlaceReason =
  | { readonly code: "not-in-config"; readonly path: string }
  | { readonly code: "ambiguous"; readonly places: readonly string[] }
  | { readonly code: "container-missing"; readonly where: "source" | "target" }
  /** `named`: someone asked for this very container. */
  | { readonly code: "injected"; readonly named: boolean }
  | { readonly code: "not-in-source"; readonly source: string }
  | { readonly code: "not-in-target"; readonly target: string; readonly path: string }
  | {
      readonly code: "ambiguous-source";
      readonly source: string;
      readonly workloads: readonly string[];
    }
  | { readonly code: "shared-file"; readonly file: string; readonly clusters: readonly string[] }
  | {
      readonly code: "unreadable";
      readonly file: string;
      readonly line: number;
      readonly detail: string;
    }
  | { readonly code: "edit-refused"; readonly detail: string };

/** Whether the item is of no concern to a release: left out on purpose, or never asked for. */
export function isLeftOut(reason: ItemReason | null): boolean {
  return reason?.code === "excluded" || (reason?.code === "injected" && !reason.named);
}

/** The reason as a sentence with its cause, and the next step where there is one. */
export function describeReason(reason: ItemReason): string {
  switch (reason.code) {
    case "up-to-date":
      return `Already at ${reason.image}.`;
    case "locked":
      return `Locked${reason.by ? ` by ${reason.by}` : ""}${reason.message ? `: “${reason.message}”` : ""}. Remove the lock in the config repository to change it.`;
    case "excluded":
      return describeExclusion(reason.by);
    case "mismatch":
      return `Expected ${reason.expected}, but the file says ${reason.actual}. Look at what changed it, then plan again from there.`;
    case "held-by-mismatch":
      return `Held back because ${reason.workload} ${reason.container} is not what was expected. Plan again without it, or skip mismatches.`;
    case "nothing-to-restore":
      return "That release did not change it.";
    case "no-tag-allowed":
    case "tag-not-allowed":
    case "filter-unreadable":
    case "digest-unknown":
    case "image-missing":
    case "repository-unknown":
    case "different-image":
      return describeImage(reason);
    default:
      return describePlace(reason);
  }
}

function describeImage(reason: ImageReason): string {
  switch (reason.code) {
    case "no-tag-allowed":
      return `No tag of ${reason.repository} matches ${reason.policy}. Push one that does, or change the filter.`;
    case "tag-not-allowed":
      return `Its filter ${reason.policy} does not allow ${reason.tag}. Change the filter, or release it in spite of filters.`;
    case "filter-unreadable":
      return `Its filter cannot be read: ${reason.detail}`;
    case "digest-unknown":
      return `The file pins a digest, and that of ${reason.image} is not known. Wait until its registry is read, or choose the image with its digest.`;
    case "image-missing":
      return `${reason.image} is not in its registry. Push it there, or choose another tag.`;
    case "repository-unknown":
      return `The tags of ${reason.repository} are not known${reason.detail ? `: ${reason.detail}` : " yet"}. Connect its registry, or wait until it is read.`;
    case "different-image":
      return `The source runs ${reason.source}, the target's file uses ${reason.target}: not the same image repository. Where both are copies, map one registry to the other.`;
  }
}

function describePlace(reason: PlaceReason): string {
  switch (reason.code) {
    case "not-in-config":
      return `No file under ${folder(reason.path)} defines it. Add its manifest there, or connect the path that has it.`;
    case "ambiguous":
      return `Defined more than once: ${reason.places.join(", ")}. Keep one.`;
    case "container-missing":
      return reason.where === "source"
        ? "The source's workload has no container of this name. Choose a tag by hand, or promote from elsewhere."
        : "The target's file has no container of this name. Add it to the manifest first.";
    case "injected":
      return "It runs, but no file defines it: something adds it when pods start, such as a sidecar injector. Change its version there.";
    case "not-in-source":
      return `${reason.source} does not run it. Deploy it there first, or promote from the image repo.`;
    case "not-in-target":
      return `${reason.target} does not have it yet: no file under ${folder(reason.path)} defines it. Add its manifest there first.`;
    case "ambiguous-source":
      return `In ${reason.source}, ${reason.workloads.join(" and ")} both stand for it. Change the mapping between the clusters so that one does.`;
    case "shared-file":
      return `${reason.file} is used by ${reason.clusters.join(", ")} too. Set the image where only this cluster's path does, for example under “images:” of its kustomization.`;
    case "unreadable":
      return `${reason.file}:${reason.line} cannot be read: ${reason.detail}`;
    case "edit-refused":
      return reason.detail;
  }
}

function describeExclusion(by: Extract<ItemReason, { code: "excluded" }>["by"]): string {
  switch (by) {
    case "name":
      return "Left out by name.";
    case "namespace":
      return "Left out: its namespace is not among those chosen.";
    case "labels":
      return "Left out: its labels do not match the selector.";
    case "image":
      return "Left out: it does not use the image.";
  }
}

function folder(path: string): string {
  return path === "" ? "the repository's root" : path;
}
