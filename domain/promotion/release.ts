/** The steps of a release, in the order in which people see them. */
export const stepNames = [
  "calculate",
  "fetch",
  "update-files",
  "commit",
  "push",
  "sync",
  "rollout",
  "result",
] as const;
export type StepName = (typeof stepNames)[number];

export type StepStatus = "pending" | "running" | "succeeded" | "failed" | "skipped";

export type ReleaseStatus =
  | "queued"
  | "running"
  | "succeeded"
  | "succeeded-with-skips"
  | "failed"
  | "canceled";

/** Where an item of a release stands; the first four are final before anything is committed. */
export type ReleaseItemStatus =
  | "up-to-date"
  | "skipped"
  | "failed"
  | "pending"
  | "committed"
  | "rolling"
  | "updated"
  | "unknown";

/** What a release comes to once nothing about its items will change any more. */
export function outcomeOf(
  items: readonly ReleaseItemStatus[],
): Extract<ReleaseStatus, "succeeded" | "succeeded-with-skips" | "failed"> {
  if (items.includes("failed")) return "failed";
  return items.includes("skipped") ? "succeeded-with-skips" : "succeeded";
}

const finalStatuses: ReadonlySet<ReleaseStatus> = new Set([
  "succeeded",
  "succeeded-with-skips",
  "failed",
  "canceled",
]);

/** Whether nothing about the release will change any more. */
export function isFinal(status: ReleaseStatus): boolean {
  return finalStatuses.has(status);
}

const stepTitles: Readonly<Record<StepName, string>> = {
  calculate: "Calculate",
  fetch: "Fetch",
  "update-files": "Update files",
  commit: "Commit",
  push: "Push",
  sync: "Sync",
  rollout: "Roll out",
  result: "Result",
};

/** The step's name as pages and the log print it. */
export function stepTitle(step: StepName): string {
  return stepTitles[step];
}
