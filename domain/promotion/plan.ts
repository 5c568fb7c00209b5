import type { WorkloadKey } from "#domain/glossary.ts";
import type { Problem } from "#domain/manifest/file.ts";
import type { ScalarEdit } from "#domain/manifest/scalar-edit.ts";

import type { ItemReason } from "./reason.ts";

/** Where the wanted images come from. */
export type PlanSource =
  | { readonly kind: "image-repo" } // the newest tag that each container's policy allows
  | { readonly kind: "cluster"; readonly clusterId: string } // what runs there now
  | { readonly kind: "release"; readonly number: number }; // the state before that release: a rollback

/** One workload that someone selected; no `containers` means all of its containers. */
export interface Selection {
  readonly workload: WorkloadKey;
  readonly containers?: readonly ContainerSelection[] | undefined;
  /** Change it although its file locks it. The lock stays in the file. */
  readonly liftLock?: boolean | undefined;
}

export interface ContainerSelection {
  readonly name: string;
  /** A tag (`1.2.3`, `1.2.3@sha256:…`) chosen by hand; overrides what the source would give. */
  readonly tag?: string | undefined;
  /** The same with the repository: the file's own name is replaced too. */
  readonly image?: string | undefined;
  /** The image that the target's file must write for the change to be made; empty is not checked. */
  readonly current?: string | undefined;
}

/** What narrows a selection, or everything that the source can change. */
export interface PlanScope {
  /** Only workloads of these namespaces; none named: of all. */
  readonly namespaces: readonly string[];
  /** A label selector as kubectl takes it; empty selects all. */
  readonly labels: string;
  readonly exclude: readonly WorkloadKey[];
  /** Only containers that use this image's repository, and to exactly this image; null: as the source says. */
  readonly image: string | null;
  /** Whether `image` is released even where a file's tag filter does not allow its tag. */
  readonly ignoreFilters: boolean;
  /** Whether a container that is not at its `current` is passed over, instead of holding everything back. */
  readonly skipMismatches: boolean;
}

/** Nothing is narrowed. */
export const wholeScope: PlanScope = {
  namespaces: [],
  labels: "",
  exclude: [],
  image: null,
  ignoreFilters: false,
  skipMismatches: false,
};

export type ItemOutcome = "update" | "up-to-date" | "skipped" | "failed";

/** What a plan decides about one container of one workload. */
export interface PlanItem {
  readonly workload: WorkloadKey;
  readonly container: string;
  readonly init: boolean;
  readonly outcome: ItemOutcome;
  readonly reason: ItemReason | null;
  /** The image as the target's file writes it now; null where no file defines it. */
  readonly from: string | null;
  /** The image as the target's file will write it; null where the source offers none. */
  readonly to: string | null;
  /** What the source has, as it is written there; null where it has nothing. */
  readonly offered: string | null;
  /** The source's workload where another cluster calls it differently; null where the names are the same. */
  readonly sourceWorkload: WorkloadKey | null;
  /** What the target cluster runs now; null where it runs nothing. */
  readonly running: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly flags: readonly ItemFlag[];
  /** The code between both images on the forge that the image names; null where that is not known. */
  readonly compareUrl: string | null;
}

/** What a person should notice before pressing the button. */
export type ItemFlag =
  | "downgrade"
  | "major"
  | "overlay" // an overlay's entry is edited, not the workload's own file
  | "together" // written by the same entry as a selected one
  | "not-running"
  | "lock-lifted" // its file locks it, and this release changes it all the same
  | "outside-filter" // its file's tag filter does not allow the tag
  | "image-automation"; // Flux's image automation writes the same place

/** One scalar to be changed, and the container on whose behalf. */
export interface PlannedEdit extends ScalarEdit {
  readonly workload: WorkloadKey;
  readonly container: string;
}

/** Everything that a plan decided; the same inputs always give the same plan. */
export interface PlanResult {
  readonly items: readonly PlanItem[];
  readonly edits: readonly PlannedEdit[];
  readonly diff: string;
  readonly files: readonly {
    readonly path: string;
    readonly added: number;
    readonly removed: number;
  }[];
  readonly title: string;
  readonly message: string;
  readonly problems: readonly Problem[];
}
