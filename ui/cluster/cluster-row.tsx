"use client";
import type { ReactNode } from "react";

import type { ClusterSummary } from "#contracts/api/cluster.ts";
import { environmentColor } from "#ui/components/environment-color.ts";
import { Tag } from "#ui/components/tag.tsx";
import { useNow } from "#ui/components/ticker.ts";

import { ClusterActions } from "./cluster-actions.tsx";
import { clusterWords } from "./cluster-words.ts";

interface ClusterRowProps {
  readonly org: string;
  readonly cluster: ClusterSummary;
}

export function ClusterRow({ org, cluster }: ClusterRowProps) {
  const now = useNow();
  const words = clusterWords(
    cluster,
    now ?? Date.parse(cluster.lastSeenAt ?? cluster.stateAt ?? "0"),
  );
  const { name, environment, source, workloads, namespaces } = cluster;
  return (
    <li
      style={{ boxShadow: `inset 3px 0 0 ${environmentColor(environment)}` }}
      className="rounded-l border border-line bg-surface px-4 py-3"
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2>{name}</h2>
        {environment === name ? null : <span className="text-xs text-ink-2">{environment}</span>}
        <Tag tone={words.tone}>{words.word}</Tag>
        {cluster.simulated ? <Tag>simulated</Tag> : null}
        <span className="ml-auto">
          <ClusterActions org={org} cluster={cluster} />
        </span>
      </div>
      <p className="mt-1 text-sm text-ink-2" suppressHydrationWarning>
        {words.line}
      </p>
      <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-2">
        <Fact name="Workloads">
          {workloads} in {namespaces} {namespaces === 1 ? "namespace" : "namespaces"}
        </Fact>
        <Fact name="Config">
          {source ? (
            <code className="font-mono break-all">
              {source.repository} {source.branch} {source.path === "" ? "/" : source.path}
            </code>
          ) : (
            "not connected"
          )}
        </Fact>
        {cluster.agentVersion ? <Fact name="Agent">{cluster.agentVersion}</Fact> : null}
        {cluster.kubernetesVersion ? (
          <Fact name="Kubernetes">{cluster.kubernetesVersion}</Fact>
        ) : null}
      </dl>
    </li>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
