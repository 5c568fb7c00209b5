"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { SubmitEvent } from "react";

import type { CreateCluster, Enrolment } from "#contracts/api/cluster.ts";
import { Button } from "#ui/components/button.tsx";
import { Field } from "#ui/components/field.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { createCluster } from "#ui/queries/clusters.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { clusterFromForm, fieldErrors } from "./cluster-form.ts";

interface NewClusterFormProps {
  readonly org: string;
  readonly onCreated: (enrolment: Enrolment, name: string) => void;
}

/** What must be known before an agent can be installed: a name, an environment, where the manifests live. */
export function NewClusterForm({ org, onCreated }: NewClusterFormProps) {
  const client = useQueryClient();
  const refusal = useRefusal("cluster.enrol");
  const create = useMutation({
    mutationFn: (cluster: CreateCluster) => createCluster(org, cluster),
    onSuccess: (enrolment, { name }) => {
      void client.invalidateQueries({ queryKey: ["clusters", org] });
      onCreated(enrolment, name);
    },
  });
  const errors = fieldErrors(create.error);
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!refusal) create.mutate(clusterFromForm(new FormData(event.currentTarget)));
  }
  return (
    <form onSubmit={submit} noValidate className="grid max-w-[560px] gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          name="name"
          label="Name"
          hint="Such as prod-eu"
          error={errors["name"]}
          autoComplete="off"
        />
        <Field
          name="environment"
          label="Environment"
          hint="dev, stage, prod, or a word of yours"
          list="environments"
          error={errors["environment"]}
          autoComplete="off"
        />
        <datalist id="environments">
          <option value="dev">dev</option>
          <option value="stage">stage</option>
          <option value="prod">prod</option>
        </datalist>
      </div>
      <fieldset className="grid gap-4 rounded-card border border-line p-4">
        <legend className="px-1 text-sm font-medium">
          Its config repository (may follow later)
        </legend>
        <p className="text-xs text-ink-2">
          Leave it empty where Flux or Argo CD deploy: what they deploy from is offered once the
          agent runs.
        </p>
        <Field
          name="repository"
          label="Git URL"
          hint="https://… with a token; any that is connected already, ssh too"
          error={errors["source.repository"]}
          inputMode="url"
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field name="branch" label="Branch" defaultValue="main" error={errors["source.branch"]} />
          <Field
            name="path"
            label="Path"
            hint="Folder of this cluster; empty for the whole repository"
            error={errors["source.path"]}
          />
          <Field
            name="username"
            label="User name"
            autoComplete="off"
            error={errors["source.username"]}
          />
          <Field
            name="password"
            label="Token"
            type="password"
            autoComplete="new-password"
            hint="Kept encrypted"
            error={errors["source.password"]}
          />
        </div>
      </fieldset>
      {create.error ? <ProblemNote error={create.error} /> : null}
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" reason={refusal} pending={create.isPending}>
          Create the cluster and its command
        </Button>
      </div>
    </form>
  );
}
