"use client";
import Link from "next/link";

import type { ReleaseDetail, ReleaseItem } from "#contracts/api/release.ts";
import { Arrow } from "#ui/components/arrow.tsx";
import { Card } from "#ui/components/card.tsx";
import { classNames } from "#ui/components/class-names.ts";
import { CompareLink } from "#ui/components/compare-link.tsx";
import { imageVersion } from "#ui/components/image-text.ts";
import { Tag } from "#ui/components/tag.tsx";
import { LogButton } from "#ui/logs/log-button.tsx";
import { PodLogPanel } from "#ui/logs/pod-log-panel.tsx";
import { usePodLogs } from "#ui/logs/use-pod-logs.ts";
import { workloadHref } from "#ui/workload/workload-href.ts";

import { ItemOutcome } from "./item-outcome.tsx";
import { PodBar } from "./pod-bar.tsx";
import { type ReleaseWorkload, releaseWorkloads, troubledPod } from "./release-words.ts";

interface ReleaseWorkloadsProps {
  readonly org: string;
  readonly release: ReleaseDetail;
}

/** What became of each workload. */
export function ReleaseWorkloads({ org, release }: ReleaseWorkloadsProps) {
  const { items, steps } = release;
  const still = items.filter(
    ({ status }) => status === "skipped" || status === "up-to-date",
  ).length;
  const changing = items.length - still;
  const rolloutAt = steps.find(({ name }) => name === "rollout")?.startedAt ?? null;
  return (
    <Card
      title="Workloads"
      note={`${changing} ${changing === 1 ? "container changes" : "containers change"}${still > 0 ? ` · ${still} not changed` : ""}`}
    >
      <ul>
        {releaseWorkloads(items).map((group) => (
          <WorkloadRow
            key={group.workload}
            org={org}
            target={release.target}
            group={group}
            rolloutAt={rolloutAt}
          />
        ))}
      </ul>
    </Card>
  );
}

interface WorkloadRowProps {
  readonly org: string;
  readonly target: ReleaseDetail["target"];
  readonly group: ReleaseWorkload;
  readonly rolloutAt: string | null;
}

function WorkloadRow({ org, target, group, rolloutAt }: WorkloadRowProps) {
  const [first] = group.items;
  const pod = first ? troubledPod(first) : null;
  const logs = usePodLogs({ org, clusterId: target.id, workload: group.workload });
  const quiet = group.items.every(({ status }) => status === "skipped" || status === "up-to-date");
  return (
    <li
      className={classNames(
        "grid min-h-[42px] grid-cols-[minmax(0,1fr)_minmax(0,1.35fr)_130px_minmax(0,1.35fr)] items-center gap-x-3 gap-y-1 border-b border-line px-3.5 py-2 text-sm last:border-b-0 max-md:grid-cols-[1fr_auto]",
        quiet && "text-ink-3",
      )}
    >
      <Link
        href={workloadHref(org, group.workload)}
        className={classNames("truncate hover:underline", !quiet && "font-semibold")}
      >
        {group.name}
      </Link>
      <span className="grid gap-0.5 font-mono text-xs">
        {group.items.map((item) => (
          <Versions
            key={`${item.container} ${item.init}`}
            item={item}
            named={group.items.length > 1}
          />
        ))}
      </span>
      <span className="max-md:col-span-full">
        {first?.progress ? (
          <PodBar progress={first.progress} failed={first.status === "failed"} />
        ) : null}
      </span>
      <span className="min-w-0 text-xs max-md:col-span-full">
        {first ? <ItemOutcome item={first} rolloutAt={rolloutAt} /> : null}
        {pod === null ? null : (
          <span className="mt-1 flex flex-wrap items-center gap-2">
            <LogButton environment={target.environment} pod={pod} logs={logs} />
          </span>
        )}
      </span>
      <div className="col-span-full min-w-0 empty:hidden">
        <PodLogPanel cluster={target.name} logs={logs} />
      </div>
    </li>
  );
}

function Versions({ item, named }: { readonly item: ReleaseItem; readonly named: boolean }) {
  const { from, to, container, init, compareUrl } = item;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <span className="truncate">
        {named ? `${container}${init ? " (init)" : ""} ` : null}
        {from === null ? null : imageVersion(from)}
        {to === null || to === from ? null : (
          <>
            {" "}
            <Arrow /> {imageVersion(to)}
          </>
        )}
      </span>
      {compareUrl === null ? null : <CompareLink url={compareUrl} about={container} />}
      {item.flags.includes("lock-lifted") ? <Tag tone="bad">lock lifted</Tag> : null}
    </span>
  );
}
