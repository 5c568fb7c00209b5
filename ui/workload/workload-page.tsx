"use client";
import { useQuery } from "@tanstack/react-query";

import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { workloadQuery } from "#ui/queries/workloads.ts";

import { AvailableImages } from "./available-images.tsx";
import { ClusterStrip } from "./cluster-strip.tsx";
import { WorkloadPods } from "./workload-pods.tsx";
import { WorkloadReleases } from "./workload-releases.tsx";
import { WorkloadSentence } from "./workload-sentence.tsx";

interface WorkloadPageProps {
  readonly org: string;
  readonly initial: WorkloadDetail;
}

/** One workload everywhere: which version runs where, since when and by whom, and what it could run. */
export function WorkloadPage({ org, initial }: WorkloadPageProps) {
  const { data, error, refetch } = useQuery({
    ...workloadQuery(org, initial.key),
    initialData: initial,
    refetchInterval: 5000,
  });
  return (
    <div className="grid gap-4">
      <WorkloadSentence workload={data} />
      {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : null}
      <ClusterStrip org={org} workload={data} />
      {data.containers.map((container) => (
        <AvailableImages key={container.name} org={org} workload={data} container={container} />
      ))}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <WorkloadPods org={org} workload={data} />
        <WorkloadReleases org={org} releases={data.releases} />
      </div>
    </div>
  );
}
