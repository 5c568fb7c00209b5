"use client";
import type { ReactNode } from "react";

import type { ClusterSummary } from "#contracts/api/cluster.ts";
import { commitPage } from "#domain/git/web-address.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Card } from "#ui/components/card.tsx";
import { counted } from "#ui/components/counted.ts";

/** What is known of a cluster, as a list of facts. */
export function ClusterFacts({ cluster }: { readonly cluster: ClusterSummary }) {
  const { source, sync } = cluster;
  return (
    <Card title="Facts">
      <dl className="grid grid-cols-[minmax(110px,auto)_1fr] gap-x-4 gap-y-2 p-3.5 text-sm">
        <Fact name="Environment">{cluster.environment}</Fact>
        <Fact name="Workloads">
          {cluster.workloads} in {counted(cluster.namespaces, "namespace")}
        </Fact>
        <Fact name="Agent">{cluster.agentVersion ?? "none yet"}</Fact>
        <Fact name="Kubernetes">
          {cluster.kubernetesVersion ?? "unknown"}
          {cluster.simulated ? " (simulated)" : ""}
        </Fact>
        <Fact name="State">{cluster.stateAt ? <Ago at={cluster.stateAt} /> : "none yet"}</Fact>
        <Fact name="Connected">
          {cluster.connectedAt ? <Ago at={cluster.connectedAt} /> : "never"}
        </Fact>
        <Fact name="Repository">{source?.repository ?? "not connected"}</Fact>
        {source ? (
          <Fact name="Branch and path">
            <code>{source.branch}</code> ·{" "}
            <code>{source.path === "" ? "the whole repository" : source.path}</code>
          </Fact>
        ) : null}
        <Fact name="Last applied">
          {sync ? (
            <>
              <Revision repository={source?.repository ?? null} revision={sync.revision} />{" "}
              <Ago at={sync.at} />: {sync.message}
            </>
          ) : (
            "nothing yet"
          )}
        </Fact>
      </dl>
    </Card>
  );
}

/** A commit by its short name, which leads to the host's page for it where there is one. */
function Revision(props: { readonly repository: string | null; readonly revision: string }) {
  const { repository, revision } = props;
  const page = repository === null ? null : commitPage(repository, revision);
  const name = <code>{revision.slice(0, 7)}</code>;
  if (page === null) return name;
  return (
    <a href={page} target="_blank" rel="noreferrer" className="underline">
      {name}
    </a>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
