"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useId } from "react";

import type { ClusterSummary } from "#contracts/api/cluster.ts";
import type { ChangeClusterSource } from "#contracts/api/repository.ts";
import { fieldErrors } from "#ui/cluster/cluster-form.ts";
import { ButtonLink } from "#ui/components/button-link.tsx";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { Field } from "#ui/components/field.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { changeClusterSource, repositoriesQuery } from "#ui/queries/repositories.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { textOf } from "./repository-form.ts";

interface ClusterSourceCardProps {
  readonly org: string;
  readonly cluster: Pick<ClusterSummary, "id" | "name" | "source">;
}

/** Where a cluster's manifests live: one of the connected repositories, a branch and a folder. */
export function ClusterSourceCard({ org, cluster }: ClusterSourceCardProps) {
  const client = useQueryClient();
  const { data } = useQuery(repositoriesQuery(org));
  const refusal = useRefusal("cluster.enrol");
  const selectId = useId();
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
  const chosen = data.items.find(({ url }) => url === source?.repository)?.id;
  return (
    <Card
      title="Where its manifests live"
      actions={
        refusal ? null : (
          <ButtonLink href={`/${org}/clusters/repositories/new`}>Connect a repository</ButtonLink>
        )
      }
    >
      <form onSubmit={submit} noValidate className="grid gap-3 p-3.5 text-sm">
        <div className="grid gap-1">
          <label htmlFor={selectId} className="font-medium">
            Config repository
          </label>
          <select
            id={selectId}
            name="repositoryId"
            defaultValue={chosen}
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
            defaultValue={source?.branch ?? "main"}
            error={errors["branch"]}
          />
          <Field
            name="path"
            label="Path"
            defaultValue={source?.path ?? ""}
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
          <span role="status" className="text-ink-2">
            {save.isSuccess ? "Saved. The branch is being read." : ""}
          </span>
        </div>
      </form>
    </Card>
  );
}
