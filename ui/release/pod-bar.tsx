import type { RolloutProgress } from "#contracts/api/release.ts";

import { podShares } from "./pod-shares.ts";

interface PodBarProps {
  readonly progress: RolloutProgress;
  readonly failed?: boolean;
}

/** How many pods run the new image, as a bar and as a number. */
export function PodBar({ progress, failed = false }: PodBarProps) {
  const { done, broken, starting } = podShares(progress, failed);
  const { desired } = progress;
  if (desired === 0) return <span className="text-xs text-ink-3">no pods</span>;
  return (
    <span className="flex items-center gap-2 text-xs text-ink-2">
      <span aria-hidden="true" className="flex h-1.5 flex-1 overflow-hidden rounded-full bg-line">
        <i className="bg-ok opacity-85" style={{ width: `${(100 * done) / desired}%` }} />
        <i className="bg-run" style={{ width: `${(100 * starting) / desired}%` }} />
        <i className="bg-bad-mark" style={{ width: `${(100 * broken) / desired}%` }} />
      </span>
      <span className="tabular">
        {done}/{desired}
        <span className="sr-only"> pods run the new image</span>
      </span>
    </span>
  );
}
