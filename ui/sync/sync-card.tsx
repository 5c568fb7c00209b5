"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { ClusterSummary } from "#contracts/api/cluster.ts";
import type { ClusterSync } from "#contracts/api/sync.ts";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { clusterSyncQuery, compareWithGit, syncAgain } from "#ui/queries/sync.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { ComparisonPart } from "./comparison-part.tsx";
import { ConsentForm } from "./consent-form.tsx";
import { SyncHead } from "./sync-head.tsx";
import { compareHindrance, syncHindrance } from "./sync-hindrance.ts";
import { SyncObjects } from "./sync-objects.tsx";

interface SyncCardProps {
  readonly org: string;
  readonly cluster: ClusterSummary;
}

/** What the agent's own sync did to the cluster, what it asks a person, and what it would change. */
export function SyncCard({ org, cluster }: SyncCardProps) {
  const client = useQueryClient();
  const query = clusterSyncQuery(org, cluster.id);
  const { data, error, refetch } = useQuery(query);
  const refusal = useRefusal("sync.run", cluster.environment);
  const keep = (answer: ClusterSync) => client.setQueryData(query.queryKey, answer);
  const again = useMutation({ mutationFn: () => syncAgain(org, cluster.id), onSuccess: keep });
  const compare = useMutation({
    mutationFn: () => compareWithGit(org, cluster.id),
    onSuccess: keep,
  });
  if (cluster.capabilities?.includes("sync") === false) return <WithoutSync />;
  const failure = again.error ?? compare.error;
  return (
    <Card title="Sync" note="what the agent makes of the cluster's path in git">
      <div className="grid min-h-24 gap-4 p-3.5 text-sm">
        {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : null}
        {data ? <SyncHead sync={data} cluster={cluster} /> : <Loading isFailed={error !== null} />}
        {data?.newest ? (
          <div className="flex flex-wrap items-center gap-2">
            <Button
              reason={refusal ?? syncHindrance(data)}
              pending={again.isPending}
              onClick={() => again.mutate()}
            >
              Sync again
            </Button>
            {refusal ? null : (
              <Button
                reason={compareHindrance(data, cluster)}
                pending={compare.isPending}
                onClick={() => compare.mutate()}
              >
                Show what would change
              </Button>
            )}
          </div>
        ) : null}
        {failure ? <ProblemNote error={failure} /> : null}
        {data?.report && data.report.asks.length > 0 ? (
          <ConsentForm
            key={`${data.report.commandId} ${data.report.at}`}
            org={org}
            cluster={cluster}
            report={data.report}
          />
        ) : null}
        {data?.report?.summary ? (
          <SyncObjects summary={data.report.summary} asks={data.report.asks} />
        ) : null}
      </div>
      {data?.comparison ? (
        <ComparisonPart comparison={data.comparison} connected={cluster.connected} />
      ) : null}
    </Card>
  );
}

function Loading({ isFailed }: { readonly isFailed: boolean }) {
  return isFailed ? null : <p className="text-ink-3">Reading what the agent said…</p>;
}

function WithoutSync() {
  return (
    <Card title="Sync">
      <p className="p-3.5 text-sm text-ink-2">
        The agent is not set up to apply anything: Flux, Argo CD or people do. Where nobody does,
        install it with <code>permissions.sync=true</code>.
      </p>
    </Card>
  );
}
