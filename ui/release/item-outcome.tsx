import type { ReleaseItem } from "#contracts/api/release.ts";
import { durationText } from "#ui/components/duration-text.ts";
import { Tag } from "#ui/components/tag.tsx";

interface ItemOutcomeProps {
  readonly item: ReleaseItem;
  readonly rolloutAt: string | null;
}

/** Where an item stands, in words. */
export function ItemOutcome({ item, rolloutAt }: ItemOutcomeProps) {
  const { status, reason, progress, finishedAt } = item;
  switch (status) {
    case "failed":
      return (
        <span className="break-words text-bad">{reason ?? progress?.message ?? "failed"}</span>
      );
    case "skipped":
    case "up-to-date":
      return (
        <span className="flex flex-wrap items-center gap-1.5">
          <Tag>{status === "skipped" ? "skipped" : "up to date"}</Tag> {reason}
        </span>
      );
    case "updated":
      return (
        <span className="text-ink-2">
          {rolloutAt !== null && finishedAt !== null
            ? `ready in ${durationText(Date.parse(finishedAt) - Date.parse(rolloutAt))}`
            : "ready"}
        </span>
      );
    case "rolling":
      return <span className="text-ink-2">{progress?.message || "rolling out"}</span>;
    case "committed":
      return <span className="text-ink-2">committed, waiting for the cluster</span>;
    case "unknown":
      return <span className="text-behind">{reason ?? "not known: no word from the agent"}</span>;
    case "pending":
      return <span className="text-ink-3">waiting</span>;
  }
}
