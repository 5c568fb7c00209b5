import { failed, healthy, progressing, suspended } from "./health.ts";
import type { Health, HealthStatus } from "./health.ts";
import { textAt } from "./live-object.ts";
import type { LiveObject } from "./live-object.ts";

/** What the phases mean that custom resources write into their status, in lower case. */
const meanings: Readonly<Record<HealthStatus, string>> = {
  healthy:
    "active available bound complete completed deployed established healthy initialized ready succeeded successful",
  progressing:
    "creating finalising initializing installing pending progressing promoting provisioning reconciling running updating upgrading waiting waitingpromotion",
  suspended: "disabled paused suspended",
  failed: "degraded error failed failure inconclusive invalid",
  terminating: "deleting terminated terminating",
};

const byPhase: ReadonlyMap<string, HealthStatus> = new Map(
  (["healthy", "progressing", "suspended", "failed", "terminating"] as const).flatMap((status) =>
    meanings[status].split(" ").map((phase) => [phase, status] as const),
  ),
);

/** The health by `status.phase`; null where there is none, or one that nobody knows. */
export function phaseHealth({ status }: LiveObject): Health | null {
  const phase = textAt(status, "phase");
  const meaning = byPhase.get(phase?.toLowerCase() ?? "");
  if (phase === undefined || meaning === undefined) return null;
  const message = textAt(status, "message") || phase;
  switch (meaning) {
    case "healthy":
      return healthy(message);
    case "progressing":
      return progressing(message);
    case "suspended":
      return suspended(message);
    case "failed":
      return failed(message);
    case "terminating":
      return { status: "terminating", message };
  }
}
