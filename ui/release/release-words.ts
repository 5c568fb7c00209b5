import type { ReleaseDetail, ReleaseItem, ReleaseSummary } from "#contracts/api/release.ts";
import { parseWorkloadKey } from "#domain/glossary.ts";
import type { ReleaseStatus } from "#domain/promotion/release.ts";
import type { Tone } from "#ui/components/tag.tsx";

interface StatusWords {
  readonly word: string;
  readonly tone: Tone;
  /** For the title of the tab. */
  readonly sign: string;
}

const words: Readonly<Record<ReleaseStatus, StatusWords>> = {
  queued: { word: "queued", tone: "plain", sign: "○" },
  running: { word: "running", tone: "run", sign: "●" },
  succeeded: { word: "succeeded", tone: "ok", sign: "✓" },
  "succeeded-with-skips": { word: "succeeded, some skipped", tone: "ok", sign: "✓" },
  failed: { word: "failed", tone: "bad", sign: "✗" },
  canceled: { word: "canceled", tone: "plain", sign: "–" },
};

export function statusWords({ status }: Pick<ReleaseSummary, "status">): StatusWords {
  return words[status];
}

/** For the title of the tab: “✓ #12 prod”. */
export function releaseTitle(
  release: Pick<ReleaseSummary, "status" | "number" | "target">,
): string {
  return `${words[release.status].sign} #${release.number} ${release.target.name}`;
}

/** What a running release does now, in a word. */
export function currentWord(release: Pick<ReleaseDetail, "status" | "steps">): string {
  const running = release.steps.find(({ status }) => status === "running")?.name;
  if (release.status !== "running") return words[release.status].word;
  return running === "rollout" ? "rolling out" : running === "sync" ? "syncing" : "running";
}

/** One sentence about how far a release is, for people who hear it. */
export function progressSentence(
  release: Pick<ReleaseDetail, "status" | "steps" | "items">,
): string {
  const changing = release.items.filter(
    ({ status }) => status !== "skipped" && status !== "up-to-date",
  );
  const done = changing.filter(({ status }) => status === "updated").length;
  const failed = changing.filter(({ status }) => status === "failed").length;
  const state = currentWord(release);
  const counts = `${done} of ${changing.length} containers updated`;
  return `Release ${state}: ${counts}${failed > 0 ? `, ${failed} failed` : ""}.`;
}

const urgency: Readonly<Record<ReleaseItem["status"], number>> = {
  failed: 0,
  unknown: 1,
  rolling: 2,
  committed: 3,
  pending: 4,
  updated: 5,
  "up-to-date": 6,
  skipped: 7,
};

export interface ReleaseWorkload {
  readonly workload: string;
  readonly name: string;
  readonly items: readonly ReleaseItem[];
}

/** A release's items by workload: what failed first, then what is slow, then what is done. */
export function releaseWorkloads(items: readonly ReleaseItem[]): readonly ReleaseWorkload[] {
  const groups = [...Map.groupBy(items, ({ workload }) => workload)].map(([workload, own]) => {
    const identity = parseWorkloadKey(workload);
    const name = identity ? `${identity.namespace} / ${identity.name}` : workload;
    return { workload, name, items: own.toSorted((a, b) => urgency[a.status] - urgency[b.status]) };
  });
  return groups.toSorted((a, b) => mostUrgent(a) - mostUrgent(b));
}

/** The pod whose log most likely says why an item does not come right; null where nothing is wrong with any. */
export function troubledPod({
  status,
  progress,
}: Pick<ReleaseItem, "status" | "progress">): string | null {
  if (status !== "failed" && status !== "rolling") return null;
  const waiting = (progress?.pods ?? []).filter(({ ready }) => !ready);
  const troubled = waiting.filter(({ message, restarts }) => message !== "" || restarts > 0);
  const candidates = troubled.length === 0 && status === "failed" ? waiting : troubled;
  // While it rolls, pods of the version before are on their way out, whatever is wrong with them.
  const old = status === "failed" ? candidates[0] : undefined;
  return (candidates.find(({ current }) => current) ?? old)?.name ?? null;
}

function mostUrgent({ items }: ReleaseWorkload): number {
  return Math.min(...items.map(({ status }) => urgency[status]));
}
