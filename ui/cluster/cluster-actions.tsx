"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";

import type { ClusterSummary } from "#contracts/api/cluster.ts";
import { Button } from "#ui/components/button.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { Sheet } from "#ui/components/sheet.tsx";
import { clustersQuery, removeCluster } from "#ui/queries/clusters.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

interface ClusterActionsProps {
  readonly org: string;
  readonly cluster: ClusterSummary;
}

/** What an admin can do with a cluster. For others the page's main button says what they would need. */
export function ClusterActions({ org, cluster }: ClusterActionsProps) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: () => removeCluster(org, cluster.id),
    onSuccess: () => client.invalidateQueries({ queryKey: clustersQuery(org).queryKey }),
  });
  const refusal = useRefusal("cluster.remove");
  if (refusal !== null) return null;
  return (
    <span className="flex items-center gap-3 text-xs">
      {cluster.connected ? null : (
        <Link
          href={`/${org}/clusters/new?cluster=${cluster.id}`}
          className="text-accent-ink hover:underline"
        >
          New enrolment command
        </Link>
      )}
      <button
        type="button"
        onClick={() => setAsking(true)}
        className="text-ink-2 hover:text-bad hover:underline"
      >
        Remove {cluster.name}…
      </button>
      <Sheet title={`Remove ${cluster.name}?`} open={asking} onOpenChange={setAsking}>
        <p className="text-sm text-ink-2">
          Its agent is cut off and its state forgotten. Nothing in the cluster or in git changes;
          past releases stay.
        </p>
        {removal.error ? <ProblemNote error={removal.error} /> : null}
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>Keep it</Button>
          <Button variant="danger" pending={removal.isPending} onClick={() => removal.mutate()}>
            Remove {cluster.name}
          </Button>
        </div>
      </Sheet>
    </span>
  );
}
