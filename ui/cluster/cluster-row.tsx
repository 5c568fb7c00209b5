"use client";
import Link from "next/link";

import type { ClusterSummary } from "#contracts/api/cluster.ts";
import { Ago } from "#ui/components/ago.tsx";
import { counted } from "#ui/components/counted.ts";
import { environmentColor } from "#ui/components/environment-color.ts";
import { Tag } from "#ui/components/tag.tsx";

import { versionWords } from "./agent-words.ts";
import { clusterState } from "./cluster-state.ts";

interface ClusterRowProps {
  readonly org: string;
  readonly cluster: ClusterSummary;
}

/** One cluster of the list; its name leads to its page. */
export function ClusterRow({ org, cluster }: ClusterRowProps) {
  const state = clusterState(cluster);
  const version = versionWords(cluster);
  return (
    <li
      className="grid gap-x-4 gap-y-1 border-b border-l-[3px] border-b-line px-4 py-3 last:border-b-0 md:grid-cols-[minmax(160px,1fr)_2fr_auto]"
      style={{ borderLeftColor: environmentColor(cluster.environment) }}
    >
      <div className="min-w-0">
        <Link href={`/${org}/clusters/${cluster.id}`} className="font-semibold hover:underline">
          {cluster.name}
        </Link>
        <p className="text-xs text-ink-3">
          {[
            cluster.environment,
            ...cluster.deployedBy,
            ...(cluster.simulated ? ["simulated"] : []),
          ].join(" · ")}
        </p>
      </div>
      <div className="min-w-0">
        <span className="flex flex-wrap gap-1.5">
          <Tag tone={state.tone}>{state.word}</Tag>
          {version && version.tone !== "plain" ? (
            <Tag tone={version.tone}>{version.word}</Tag>
          ) : null}
        </span>
        <p className="mt-0.5 truncate text-sm text-ink-2" title={state.line}>
          {state.line}
        </p>
      </div>
      <div className="text-xs text-ink-3 md:text-right">
        <p>
          {counted(cluster.workloads, "workload")} in {counted(cluster.namespaces, "namespace")}
        </p>
        {cluster.stateAt ? (
          <p>
            heard <Ago at={cluster.lastSeenAt ?? cluster.stateAt} />
          </p>
        ) : null}
      </div>
    </li>
  );
}
