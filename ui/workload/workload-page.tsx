"use client";
import { useQuery } from "@tanstack/react-query";

import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { workloadQuery } from "#ui/queries/workloads.ts";

import { AvailableImages } from "./available-images.tsx";
import { ClusterCard } from "./cluster-card.tsx";
import { WorkloadReleases } from "./workload-releases.tsx";

interface WorkloadPageProps {
  readonly org: string;
  readonly initial: WorkloadDetail;
}

/** One workload: which version runs where, since when and by whom; and what else could run. */
export function WorkloadPage({ org, initial }: WorkloadPageProps) {
  const { data, error, refetch } = useQuery({
    ...workloadQuery(org, initial.key),
    initialData: initial,
  });
  const deployed = data.clusters.filter((cluster) => cluster.deployed);
  return (
    <>
      <h1>
        {data.namespace} / {data.name}
      </h1>
      <p className="mt-1 mb-4 text-ink-2">
        {data.kind} in {deployed.length} of {data.clusters.length}{" "}
        {data.clusters.length === 1 ? "cluster" : "clusters"}
      </p>
      {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : null}
      <div className="mb-4 grid grid-cols-[repeat(auto-fit,minmax(260px,1fr))] gap-3">
        {data.clusters.map((cluster) => (
          <ClusterCard key={cluster.id} org={org} workload={data.key} cluster={cluster} />
        ))}
      </div>
      <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start gap-4 max-lg:grid-cols-1">
        <div className="grid gap-4">
          {data.containers.map((container) => (
            <AvailableImages
              key={`${container.name} ${container.init}`}
              org={org}
              workload={data.key}
              container={container}
              clusters={deployed}
            />
          ))}
        </div>
        <WorkloadReleases org={org} releases={data.releases} />
      </div>
    </>
  );
}
