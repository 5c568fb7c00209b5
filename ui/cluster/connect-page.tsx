"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import type { ClusterSummary, Enrolment } from "#contracts/api/cluster.ts";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { renewEnrolment } from "#ui/queries/clusters.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { ClusterForm } from "./cluster-form.tsx";
import { EnrolmentChecklist } from "./enrolment-checklist.tsx";
import { EnrolmentCommand } from "./enrolment-command.tsx";

interface ConnectPageProps {
  readonly org: string;
  /** A cluster that exists and needs a new command. */
  readonly cluster: ClusterSummary | null;
}

/** From a name to a reporting agent, on one page. */
export function ConnectPage({ org, cluster }: ConnectPageProps) {
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [name, setName] = useState(cluster?.name ?? "");
  const refusal = useRefusal("cluster.enrol");
  const clusterId = enrolment?.clusterId ?? cluster?.id ?? null;
  const renewal = useMutation({
    mutationFn: (id: string) => renewEnrolment(org, id),
    onSuccess: setEnrolment,
  });
  return (
    <div className="grid max-w-[760px] gap-4">
      <h1>{name === "" ? "Connect a cluster" : `Connect ${name}`}</h1>
      {clusterId === null ? (
        <Card title="The cluster">
          <ClusterForm
            org={org}
            refusal={refusal}
            onCreated={(created, chosen) => {
              setEnrolment(created);
              setName(chosen);
            }}
          />
        </Card>
      ) : (
        <>
          <Card title="Run this once, where kubectl talks to the cluster">
            {enrolment ? (
              <EnrolmentCommand enrolment={enrolment} />
            ) : (
              <p className="px-3.5 py-3 text-sm text-ink-2">
                A command is shown only once. A new one replaces the one before.
              </p>
            )}
            {renewal.error ? <ProblemNote error={renewal.error} /> : null}
            <div className="flex flex-wrap items-center gap-2 border-t border-line px-3.5 py-2.5">
              <Button
                reason={refusal}
                pending={renewal.isPending}
                onClick={() => renewal.mutate(clusterId)}
              >
                New command
              </Button>
            </div>
          </Card>
          <EnrolmentChecklist org={org} clusterId={clusterId} />
        </>
      )}
    </div>
  );
}
