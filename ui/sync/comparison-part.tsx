"use client";
import { useId, useState } from "react";

import type { SyncDiff } from "#contracts/agent-diff.ts";
import type { Comparison } from "#contracts/api/sync.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Chip } from "#ui/components/chip.tsx";
import { Notice } from "#ui/components/notice.tsx";
import { RunningTime } from "#ui/components/running-time.tsx";

import { comparisonLine, countChanges, changeWords } from "./comparison-words.ts";
import { ObjectChange } from "./object-change.tsx";
import { objectName } from "./sync-words.ts";

const manyObjects = 8;

interface ComparisonPartProps {
  readonly comparison: Comparison;
  readonly connected: boolean;
}

/** How the cluster differs from git: what a sync would create, change and delete. */
export function ComparisonPart({ comparison, connected }: ComparisonPartProps) {
  const headingId = useId();
  const { diff, progress, askedAt, askedBy, at, message, revision } = comparison;
  return (
    <section aria-labelledby={headingId} className="grid gap-3 border-t border-line p-3.5 text-sm">
      <h3 id={headingId} className="font-semibold">
        What syncing <code>{revision.slice(0, 7)}</code> would change
      </h3>
      <p role="status" className="text-ink-2">
        {comparisonLine(comparison, { connected })}{" "}
        {progress === "waiting" || progress === "running" ? (
          <RunningTime from={askedAt} to={null} />
        ) : null}
      </p>
      {progress === "done" && diff === null ? <Notice tone="bad">{message}</Notice> : null}
      {diff ? <Differences diff={diff} /> : null}
      <p className="text-xs text-ink-3">
        Asked by {askedBy}
        {at ? (
          <>
            , answered <Ago at={at} />. Nothing was changed to find out.
          </>
        ) : (
          "."
        )}
      </p>
    </section>
  );
}

function Differences({ diff }: { readonly diff: SyncDiff }) {
  const [change, setChange] = useState<SyncDiff["objects"][number]["change"] | null>(null);
  const { objects, more, problems } = diff;
  const shown = objects.filter((object) => change === null || object.change === change);
  return (
    <>
      {problems.map((problem) => (
        <p key={problem} className="break-words text-bad">
          {problem}
        </p>
      ))}
      {objects.length > manyObjects ? (
        <div className="flex flex-wrap gap-2">
          {countChanges(objects).map(([one, count]) => (
            <Chip
              key={one}
              label={changeWords(one).word}
              count={count}
              on={one === change}
              onToggle={() => setChange(one === change ? null : one)}
            />
          ))}
        </div>
      ) : null}
      {shown.length > 0 ? (
        <ul className="divide-y divide-line border-y border-line">
          {shown.map((object) => (
            <ObjectChange key={objectName(object)} object={object} />
          ))}
        </ul>
      ) : null}
      {more > 0 ? <p className="text-ink-2">And {more} more objects that differ.</p> : null}
    </>
  );
}
