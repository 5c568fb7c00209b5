/** Why an item is not simply updated: the closed list that people and programs read. */
export type ItemReason =
  | { readonly code: "up-to-date"; readonly image: string }
  | { readonly code: "locked"; readonly by: string | null; readonly message: string | null }
  | { readonly code: "no-tag-allowed"; readonly policy: string; readonly repository: string }
  | { readonly code: "image-missing"; readonly image: string }
  | {
      readonly code: "repository-unknown";
      readonly repository: string;
      readonly detail: string | null;
    }
  | { readonly code: "not-in-config"; readonly path: string }
  | { readonly code: "ambiguous"; readonly places: readonly string[] }
  | { readonly code: "container-missing"; readonly where: "source" | "target" }
  | { readonly code: "not-in-source"; readonly source: string }
  | { readonly code: "different-image"; readonly source: string; readonly target: string }
  | { readonly code: "shared-file"; readonly file: string; readonly clusters: readonly string[] }
  | {
      readonly code: "unreadable";
      readonly file: string;
      readonly line: number;
      readonly detail: string;
    }
  | { readonly code: "edit-refused"; readonly detail: string }
  | { readonly code: "nothing-to-restore" };

/** The reason as a sentence with its cause and the way out. */
export function describeReason(reason: ItemReason): string {
  switch (reason.code) {
    case "up-to-date":
      return `Already at ${reason.image}.`;
    case "locked":
      return `Locked${reason.by ? ` by ${reason.by}` : ""}${reason.message ? `: “${reason.message}”` : ""}. Remove the lock in the config repository to change it.`;
    case "no-tag-allowed":
      return `No tag of ${reason.repository} matches ${reason.policy}.`;
    case "image-missing":
      return `${reason.image} is not in its registry.`;
    case "repository-unknown":
      return `The tags of ${reason.repository} are not known${reason.detail ? `: ${reason.detail}` : " yet"}.`;
    case "not-in-config":
      return `No file under ${reason.path === "" ? "the repository's root" : reason.path} defines it.`;
    case "ambiguous":
      return `Defined more than once: ${reason.places.join(", ")}. Keep one.`;
    case "container-missing":
      return reason.where === "source"
        ? "The source's workload has no container of this name."
        : "The target's file has no container of this name.";
    case "not-in-source":
      return `${reason.source} does not run it.`;
    case "different-image":
      return `The source runs ${reason.source}, the target's file uses ${reason.target}: not the same image repository.`;
    case "shared-file":
      return `${reason.file} is used by ${reason.clusters.join(", ")} too. Set the image where only this cluster's path does, for example under “images:” of its kustomization.`;
    case "unreadable":
      return `${reason.file}:${reason.line} cannot be read: ${reason.detail}`;
    case "edit-refused":
      return reason.detail;
    case "nothing-to-restore":
      return "That release did not change it.";
  }
}
