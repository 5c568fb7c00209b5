"use client";
import { useQuery } from "@tanstack/react-query";

import { ButtonLink } from "#ui/components/button-link.tsx";
import { Button } from "#ui/components/button.tsx";
import { EmptyState } from "#ui/components/empty-state.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { type ClusterItems, clustersQuery } from "#ui/queries/clusters.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { ClusterRow } from "./cluster-row.tsx";

interface ClustersPageProps {
  readonly org: string;
  readonly initial: ClusterItems;
}

/** Every cluster, each explaining its own state. */
export function ClustersPage({ org, initial }: ClustersPageProps) {
  const { data, error, refetch } = useQuery({ ...clustersQuery(org), initialData: initial });
  const refusal = useRefusal("cluster.enrol");
  const connect =
    refusal === null ? (
      <ButtonLink variant="primary" href={`/${org}/clusters/new`}>
        Connect a cluster
      </ButtonLink>
    ) : (
      <Button variant="primary" reason={refusal}>
        Connect a cluster
      </Button>
    );
  if (data.items.length === 0) {
    return (
      <EmptyState title="No cluster is connected yet" action={connect}>
        One command installs the agent. It only dials out, and it reads workloads, never secrets.
      </EmptyState>
    );
  }
  const offline = data.items.filter(({ connected }) => !connected).length;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <h1>
          {offline === 0
            ? `${data.items.length === 1 ? "The cluster is" : `All ${data.items.length} clusters are`} connected`
            : `${offline} of ${data.items.length} clusters ${offline === 1 ? "does" : "do"} not answer`}
        </h1>
        <span className="ml-auto flex flex-wrap items-center gap-2">{connect}</span>
      </div>
      {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : null}
      <ul className="grid gap-3">
        {data.items.map((cluster) => (
          <ClusterRow key={cluster.id} org={org} cluster={cluster} />
        ))}
      </ul>
    </>
  );
}
