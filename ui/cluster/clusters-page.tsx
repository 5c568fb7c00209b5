"use client";
import { useQuery } from "@tanstack/react-query";

import { ButtonLink } from "#ui/components/button-link.tsx";
import { Button } from "#ui/components/button.tsx";
import { counted } from "#ui/components/counted.ts";
import { EmptyState } from "#ui/components/empty-state.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { type ClusterItems, clustersQuery } from "#ui/queries/clusters.ts";
import { RepositoriesCard } from "#ui/repository/repositories-card.tsx";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { ClusterRow } from "./cluster-row.tsx";

interface ClustersPageProps {
  readonly org: string;
  readonly initial: ClusterItems;
}

/** Every cluster with its agent's state in one line. */
export function ClustersPage({ org, initial }: ClustersPageProps) {
  const { data, error, refetch } = useQuery({ ...clustersQuery(org), initialData: initial });
  const refusal = useRefusal("cluster.enrol");
  const connect = refusal ? (
    <Button reason={refusal}>Connect a cluster</Button>
  ) : (
    <ButtonLink
      href={`/${org}/clusters/new`}
      variant={data.items.length === 0 ? "primary" : "plain"}
    >
      Connect a cluster
    </ButtonLink>
  );
  const offline = data.items.filter(
    ({ connected, enrolment }) => enrolment === "enrolled" && !connected,
  );
  return (
    <>
      <header className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div>
          <h1>{headline(data.items.length, offline.length)}</h1>
          <p className="text-ink-2">Each is watched by an agent that only dials out.</p>
        </div>
        {data.items.length > 0 ? (
          <div className="ml-auto flex items-center gap-2">{connect}</div>
        ) : null}
      </header>
      {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : null}
      {data.items.length === 0 ? (
        <EmptyState title="No cluster yet" action={connect}>
          Connect one: a single command installs the agent, and every workload with its images
          appears.
        </EmptyState>
      ) : (
        <ul className="overflow-hidden rounded-card border border-line bg-surface">
          {data.items.map((cluster) => (
            <ClusterRow key={cluster.id} org={org} cluster={cluster} />
          ))}
        </ul>
      )}
      <RepositoriesCard org={org} />
    </>
  );
}

function headline(count: number, offline: number): string {
  if (count === 0) return "Clusters";
  const clusters = counted(count, "cluster");
  if (offline === 0) return `${clusters}, all heard from`;
  return `${clusters}, ${offline === 1 ? "1 agent is" : `${offline} agents are`} offline`;
}
