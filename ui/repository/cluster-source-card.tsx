"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useId, useState } from "react";

import type { ClusterEngines, FoundSource } from "#contracts/api/cluster-engines.ts";
import type { ClusterSummary } from "#contracts/api/cluster.ts";
import type { ChangeClusterSource } from "#contracts/api/repository.ts";
import { fieldErrors } from "#ui/cluster/cluster-form.ts";
import { ButtonLink } from "#ui/components/button-link.tsx";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { Field } from "#ui/components/field.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { FoundSources } from "#ui/engine/found-sources.tsx";
import { AppliedTwice, SourceDifference } from "#ui/engine/source-difference.tsx";
import { changeClusterSource, repositoriesQuery } from "#ui/queries/repositories.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { textOf } from "./repository-form.ts";

interface ClusterSourceCardProps {
  readonly org: string;
  readonly cluster: Pick<ClusterSummary, "id" | "name" | "source" | "stateAt">;
  readonly engines: ClusterEngines;
}

/**
 * Where a cluster's manifests live: one of the connected repositories, a branch and a folder. What Flux or Argo CD
 * deploy from is offered first.
 */
export function ClusterSourceCard({ org, cluster, engines }: ClusterSourceCardProps) {
  const client = useQueryClient();
  const { data } = useQuery(repositoriesQuery(org));
  const refusal = useRefusal("cluster.enrol");
  const selectId = useId();
  const [offered, setOffered] = useState<FoundSource | null>(null);
  const save = useMutation({
    mutationFn: (source: ChangeClusterSource) => changeClusterSource(org, cluster.id, source),
    onSuccess: () => client.invalidateQueries(),
  });
  const errors = fieldErrors(save.error);
  const { source } = cluster;
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save.mutate({
      repositoryId: textOf(form, "repositoryId"),
      branch: textOf(form, "branch"),
      path: textOf(form, "path"),
    });
  }
  if (!data) return null;
  const current = data.items.find(({ url }) => url === source?.repository)?.id;
  function choose(found: FoundSource) {
    setOffered(found);
    save.reset();
  }
  return (
    <Card
      title="Where its manifests live"
      actions={
        refusal ? null : (
          <ButtonLink href={`/${org}/clusters/repositories/new`}>Connect a repository</ButtonLink>
        )
      }
    >
      <div className="grid gap-3 border-b border-line p-3.5 text-sm">
        <AppliedTwice twice={engines.twice} />
        <SourceDifference difference={engines.difference} />
        <FoundSources
          org={org}
          clusterId={cluster.id}
          sources={engines.sources}
          isSeen={cluster.stateAt !== null}
          refusal={refusal}
          onChoose={choose}
        />
      </div>
      <form
        key={offered?.sentence}
        onSubmit={submit}
        noValidate
        className="grid gap-3 p-3.5 text-sm"
      >
        <div className="grid gap-1">
          <label htmlFor={selectId} className="font-medium">
            Config repository
          </label>
          <select
            id={selectId}
            name="repositoryId"
            defaultValue={offered?.repositoryId ?? current}
            className="h-9 w-full rounded-control border border-line-strong bg-surface px-2.5"
          >
            {data.items.map(({ id, url }) => (
              <option key={id} value={id}>
                {url}
              </option>
            ))}
          </select>
        </div>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            name="branch"
            label="Branch"
            defaultValue={offered?.branch ?? source?.branch ?? "main"}
            error={errors["branch"]}
          />
          <Field
            name="path"
            label="Path"
            defaultValue={offered?.path ?? source?.path ?? ""}
            hint="Empty for the whole repository"
            error={errors["path"]}
          />
        </div>
        {save.error ? <ProblemNote error={save.error} /> : null}
        <div className="flex items-center gap-3">
          <Button
            type="submit"
            reason={refusal ?? (data.items.length === 0 ? "Connect a repository first." : null)}
            pending={save.isPending}
          >
            Save
          </Button>
        </div>
      </form>
      <p role="status" className="px-3.5 pb-3.5 text-sm text-ink-2 empty:hidden">
        {save.isSuccess
          ? "Saved. The branch is being read."
          : offered
            ? "Filled in. Save to use it."
            : ""}
      </p>
    </Card>
  );
}
