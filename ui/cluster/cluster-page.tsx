"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { ClusterEngines } from "#contracts/api/cluster-engines.ts";
import type { ClusterSummary, Enrolment } from "#contracts/api/cluster.ts";
import { Tag } from "#ui/components/tag.tsx";
import { EnginesCard } from "#ui/engine/engines-card.tsx";
import { clusterEnginesQuery } from "#ui/queries/cluster-engines.ts";
import { type ClusterItems, clustersQuery } from "#ui/queries/clusters.ts";
import { ClusterSourceCard } from "#ui/repository/cluster-source-card.tsx";
import { SyncCard } from "#ui/sync/sync-card.tsx";

import { AgentCard } from "./agent-card.tsx";
import { ClusterFacts } from "./cluster-facts.tsx";
import { clusterState } from "./cluster-state.ts";
import { EnrolmentChecklist } from "./enrolment-checklist.tsx";
import { EnrolmentPanel } from "./enrolment-panel.tsx";
import { RemoveCluster } from "./remove-cluster.tsx";

interface ClusterPageProps {
  readonly org: string;
  readonly cluster: ClusterSummary;
  readonly initial: ClusterItems;
  readonly engines: ClusterEngines;
}

/** One cluster: its agent, where its manifests live, and how to connect or remove it. */
export function ClusterPage({ org, cluster: known, initial, engines }: ClusterPageProps) {
  const { data } = useQuery({ ...clustersQuery(org), initialData: initial });
  const deployed = useQuery({ ...clusterEnginesQuery(org, known.id), initialData: engines });
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const cluster = data.items.find(({ id }) => id === known.id) ?? known;
  const state = clusterState(cluster);
  const isNew = cluster.enrolment !== "enrolled";
  return (
    <>
      <header className="mb-4">
        <h1 className="flex flex-wrap items-center gap-2.5">
          {cluster.name} <Tag tone={state.tone}>{state.word}</Tag>
        </h1>
        <p className="text-ink-2">{state.line}</p>
      </header>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid min-w-0 gap-4">
          <ClusterFacts cluster={cluster} />
          <AgentCard org={org} cluster={cluster} />
          <EnginesCard engines={deployed.data} isSeen={cluster.stateAt !== null} />
        </div>
        <ClusterSourceCard org={org} cluster={cluster} engines={deployed.data} />
        {isNew ? null : (
          <div className="min-w-0 lg:col-span-2">
            <SyncCard org={org} cluster={cluster} />
          </div>
        )}
        {isNew || enrolment ? <EnrolmentChecklist org={org} clusterId={cluster.id} /> : null}
        <EnrolmentPanel
          org={org}
          clusterId={cluster.id}
          enrolment={enrolment}
          onRenewed={setEnrolment}
        />
        <RemoveCluster org={org} cluster={cluster} />
      </div>
    </>
  );
}
