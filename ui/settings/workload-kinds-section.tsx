"use client";
import type { WorkloadKind } from "#contracts/api/settings.ts";
import { Card } from "#ui/components/card.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { removeWorkloadKind } from "#ui/queries/settings.ts";

import { ConfirmButton } from "./confirm-button.tsx";
import { useSettingsChange } from "./use-settings-change.ts";
import { WorkloadKindForm } from "./workload-kind-form.tsx";

interface WorkloadKindsSectionProps {
  readonly org: string;
  readonly kinds: readonly WorkloadKind[];
  readonly readOnly: boolean;
}

/** Kinds of custom resources whose images are found and promoted as well. */
export function WorkloadKindsSection({ org, kinds, readOnly }: WorkloadKindsSectionProps) {
  const remove = useSettingsChange(org, (kind: WorkloadKind) => removeWorkloadKind(org, kind));
  return (
    <Card title="Workload kinds">
      <div className="grid gap-3 p-3.5 text-sm">
        <p className="text-ink-2">
          Deployments and the other usual kinds need nothing. A custom resource that describes its
          pods as a Deployment does is found in git, and watched in the clusters, once its kind is
          listed here. An agent that may not look at it says so on its cluster’s page.
        </p>
        {kinds.length > 0 ? (
          <ul className="rounded-control border border-line">
            {kinds.map((kind) => (
              <li
                key={`${kind.group}/${kind.kind}`}
                className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line px-3 py-2 not-first:border-t"
              >
                <span className="min-w-0 flex-1 basis-48">
                  <b className="font-semibold">{kind.kind}</b>{" "}
                  <span className="text-ink-3">of {kind.group}</span>
                </span>
                <code className="font-mono text-xs">{kind.podTemplate}</code>
                {readOnly ? null : (
                  <ConfirmButton
                    label="Remove"
                    question={`Files of kind ${kind.kind} no longer define workloads, and agents no longer watch it. Nothing changes in git or in a cluster.`}
                    confirm={`Remove ${kind.kind}`}
                    pending={remove.isPending}
                    onConfirm={() => remove.mutate(kind)}
                  />
                )}
              </li>
            ))}
          </ul>
        ) : null}
        {remove.error ? <ProblemNote error={remove.error} /> : null}
        {readOnly ? emptyNote(kinds) : <WorkloadKindForm org={org} />}
      </div>
    </Card>
  );
}

function emptyNote(kinds: readonly WorkloadKind[]) {
  return kinds.length === 0 ? <p className="text-ink-3">None was added.</p> : null;
}
