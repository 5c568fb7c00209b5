"use client";
import { type SubmitEvent, useState } from "react";

import type { WorkloadKind } from "#contracts/api/settings.ts";
import { fieldErrors } from "#ui/cluster/cluster-form.ts";
import { Button } from "#ui/components/button.tsx";
import { Field } from "#ui/components/field.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { addWorkloadKind } from "#ui/queries/settings.ts";

import { useSettingsChange } from "./use-settings-change.ts";
import { WorkloadKindExample } from "./workload-kind-example.tsx";

const nothing: WorkloadKind = { group: "", kind: "", podTemplate: "spec.template" };

const known: readonly WorkloadKind[] = [
  { group: "serving.knative.dev", kind: "Service", podTemplate: "spec.template" },
  { group: "apps.kruise.io", kind: "CloneSet", podTemplate: "spec.template" },
  { group: "batch.volcano.sh", kind: "JobTemplate", podTemplate: "spec.template" },
];

/** Adds a kind: its group, its name and where its pod template is, with an example of what that means. */
export function WorkloadKindForm({ org }: { readonly org: string }) {
  const [draft, setDraft] = useState(nothing);
  const add = useSettingsChange(
    org,
    (kind: WorkloadKind) => addWorkloadKind(org, kind),
    () => setDraft(nothing),
  );
  const errors = fieldErrors(add.error);
  function field(name: keyof WorkloadKind) {
    return {
      value: draft[name],
      error: errors[name],
      onChange: (event: { readonly target: { readonly value: string } }) =>
        setDraft({ ...draft, [name]: event.target.value }),
      autoComplete: "off",
      spellCheck: false,
    };
  }
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    add.mutate(draft);
  }
  return (
    <form onSubmit={submit} noValidate className="grid gap-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-3">
        For example:
        {known.map((kind) => (
          <button
            key={kind.group}
            type="button"
            onClick={() => setDraft(kind)}
            className="min-h-6 rounded-control px-1 font-medium text-accent-ink hover:underline"
          >
            {kind.kind} of {kind.group}
          </button>
        ))}
      </p>
      <div className="grid gap-3 sm:grid-cols-3">
        <Field label="Group" hint="apiVersion without the version" {...field("group")} />
        <Field label="Kind" hint="As the file writes it" {...field("kind")} />
        <Field
          label="Path of the pod template"
          hint="Field names with dots"
          {...field("podTemplate")}
        />
      </div>
      <WorkloadKindExample kind={draft} />
      {add.error && Object.keys(errors).length === 0 ? <ProblemNote error={add.error} /> : null}
      <div>
        <Button type="submit" pending={add.isPending}>
          Add the kind
        </Button>
      </div>
    </form>
  );
}
