import type { WorkloadKey } from "#domain/glossary.ts";
import type { ScalarEdit } from "#domain/manifest/edit.ts";
import type { Problem } from "#domain/manifest/file.ts";

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
}

export interface ContainerSelection {
  readonly name: string;
  /** A tag chosen by hand; overrides what the source would give. */
  readonly tag?: string | undefined;
}

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
  /** What the target cluster runs now; null where it runs nothing. */
  readonly running: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly flags: readonly ItemFlag[];
}

/** What a person should notice before pressing the button; `together`: written by the same entry as a selected one. */
export type ItemFlag = "downgrade" | "major" | "overlay" | "together" | "not-running";

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
