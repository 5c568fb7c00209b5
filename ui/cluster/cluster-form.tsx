"use client";
import { useMutation } from "@tanstack/react-query";
import type { SubmitEvent } from "react";

import type { CreateCluster, Enrolment } from "#contracts/api/cluster.ts";
import { Button } from "#ui/components/button.tsx";
import { Field } from "#ui/components/field.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { ApiProblem } from "#ui/queries/api-problem.ts";
import { createCluster } from "#ui/queries/clusters.ts";

interface ClusterFormProps {
  readonly org: string;
  readonly refusal: string | null;
  readonly onCreated: (enrolment: Enrolment, name: string) => void;
}

/** What the product must know of a cluster; where its manifests live may follow later. */
export function ClusterForm({ org, refusal, onCreated }: ClusterFormProps) {
  const creation = useMutation({
    mutationFn: (input: CreateCluster) => createCluster(org, input),
    onSuccess: (enrolment, { name }) => onCreated(enrolment, name),
  });
  const { error } = creation;
  const flaws = error instanceof ApiProblem ? (error.problem.errors ?? []) : [];
  const flaw = (pointer: string) => flaws.find((one) => one.pointer === pointer)?.detail;
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    if (refusal === null) creation.mutate(readForm(new FormData(event.currentTarget)));
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-3.5">
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <Field
          label="Name"
          name="name"
          required
          autoComplete="off"
          placeholder="prod-eu"
          error={flaw("/name")}
        />
        <Field
          label="Environment"
          name="environment"
          required
          list="environments"
          autoComplete="off"
          placeholder="prod"
          hint="dev, stage, prod or your own word"
          error={flaw("/environment")}
        />
        <datalist id="environments">
          <option value="dev" />
          <option value="stage" />
          <option value="prod" />
        </datalist>
      </div>
      <fieldset className="grid grid-cols-2 gap-4 border-t border-line pt-4 max-md:grid-cols-1">
        <legend className="float-left w-full pb-1 text-sm font-medium">
          Config repository <span className="font-normal text-ink-3">(can follow later)</span>
        </legend>
        <Field
          label="Address"
          name="repository"
          type="url"
          placeholder="https://github.com/acme/config"
          error={flaw("/source/repository")}
        />
        <Field label="Branch" name="branch" placeholder="main" error={flaw("/source/branch")} />
        <Field
          label="Path"
          name="path"
          placeholder="clusters/prod-eu"
          error={flaw("/source/path")}
        />
        <Field
          label="User name"
          name="username"
          autoComplete="off"
          error={flaw("/source/username")}
        />
        <Field
          label="Access token"
          name="password"
          type="password"
          autoComplete="off"
          hint="Kept encrypted; used only to read and to push."
          error={flaw("/source/password")}
        />
      </fieldset>
      {error && flaws.length === 0 ? <ProblemNote error={error} /> : null}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <Button type="submit" variant="primary" reason={refusal} pending={creation.isPending}>
          Create the command
        </Button>
      </div>
    </form>
  );
}

function readForm(form: FormData): CreateCluster {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const cluster = { name: text("name"), environment: text("environment") };
  if (text("repository") === "") return cluster;
  return {
    ...cluster,
    source: {
      repository: text("repository"),
      branch: text("branch") || "main",
      path: text("path"),
      ...(text("username") === "" ? {} : { username: text("username") }),
      ...(text("password") === "" ? {} : { password: text("password") }),
    },
  };
}
