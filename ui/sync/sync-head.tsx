import type { ClusterSummary } from "#contracts/api/cluster.ts";
import type { ClusterSync } from "#contracts/api/sync.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Tag } from "#ui/components/tag.tsx";

import { syncState } from "./sync-words.ts";

interface SyncHeadProps {
  readonly sync: ClusterSync;
  readonly cluster: Pick<ClusterSummary, "connected" | "source">;
}

/** Where the sync stands, who asked for it, and what it counted. */
export function SyncHead({ sync, cluster }: SyncHeadProps) {
  const { word, tone, line } = syncState(sync, cluster);
  const { newest, report } = sync;
  const summary = report?.summary ?? null;
  const isPast = !cluster.connected && newest?.progress === "done";
  return (
    <div className="grid gap-1.5">
      <p role="status" className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Tag tone={tone}>{word}</Tag>
        <span>
          {newest === null && cluster.source === null ? unconnected : line}
          {isPast ? " That is what the agent said last; it is offline." : ""}
        </span>
      </p>
      {newest ? (
        <p className="text-ink-2">
          <code>{newest.revision.slice(0, 7)}</code>
          {newest.askedBy === null ? " from git, " : ` asked for by ${newest.askedBy}, `}
          <Ago at={newest.askedAt} />
          {newest.consents.length > 0 ? ", with consent" : ""}
        </p>
      ) : null}
      {summary && report ? (
        <dl className="flex flex-wrap gap-x-6 gap-y-1 tabular">
          <Count name="applied" value={summary.applied} />
          <Count name="unchanged" value={summary.unchanged} />
          <Count name="deleted" value={summary.pruned} />
          <div className="flex gap-1.5">
            <dt className="text-ink-3">told</dt>
            <dd>
              <Ago at={report.at} />
              {summary.revision === newest?.revision ? "" : `, of ${summary.revision.slice(0, 7)}`}
            </dd>
          </div>
        </dl>
      ) : null}
    </div>
  );
}

const unconnected = "Connect the repository that holds its manifests; the first sync follows.";

function Count({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-ink-3">{name}</dt>
      <dd className="font-semibold">{value}</dd>
    </div>
  );
}
