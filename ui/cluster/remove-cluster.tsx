"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";

import type { ClusterSummary } from "#contracts/api/cluster.ts";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { Field } from "#ui/components/field.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { removeCluster } from "#ui/queries/clusters.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

interface RemoveClusterProps {
  readonly org: string;
  readonly cluster: Pick<ClusterSummary, "id" | "name">;
}

/** Removing cannot be undone, so the name has to be typed. */
export function RemoveCluster({ org, cluster }: RemoveClusterProps) {
  const client = useQueryClient();
  const router = useRouter();
  const refusal = useRefusal("cluster.remove");
  const [typed, setTyped] = useState("");
  const remove = useMutation({
    mutationFn: () => removeCluster(org, cluster.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["clusters", org] });
      router.push(`/${org}/clusters`);
    },
  });
  const reason = refusal ?? (typed === cluster.name ? null : "Type the cluster's name first.");
  return (
    <Card title="Remove this cluster">
      <div className="grid gap-3 p-3.5 text-sm">
        <p className="text-ink-2">
          Its state and keys are deleted and its agent is disconnected. Nothing changes in the
          cluster or in git; its releases stay in the list.
        </p>
        <Field
          label={`Type ${cluster.name} to confirm`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
        />
        {remove.error ? <ProblemNote error={remove.error} /> : null}
        <div className="flex items-center gap-3">
          <Button
            variant="danger"
            reason={reason}
            pending={remove.isPending}
            onClick={() => remove.mutate()}
          >
            Remove {cluster.name}
          </Button>
        </div>
      </div>
    </Card>
  );
}
