"use client";
import { useMutation } from "@tanstack/react-query";

import type { Enrolment } from "#contracts/api/cluster.ts";
import { Button } from "#ui/components/button.tsx";
import { Card } from "#ui/components/card.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { renewEnrolment } from "#ui/queries/clusters.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { InstallCommand } from "./install-command.tsx";

interface EnrolmentPanelProps {
  readonly org: string;
  readonly clusterId: string;
  readonly enrolment: Enrolment | null;
  readonly onRenewed: (enrolment: Enrolment) => void;
}

/** The one command that installs the agent. Its token is shown this once and works once, for an hour. */
export function EnrolmentPanel({ org, clusterId, enrolment, onRenewed }: EnrolmentPanelProps) {
  const refusal = useRefusal("cluster.enrol");
  const renew = useMutation({
    mutationFn: () => renewEnrolment(org, clusterId),
    onSuccess: onRenewed,
  });
  return (
    <Card title="Install the agent" note="one command, in the cluster that your kubectl points at">
      <div className="grid gap-3 p-3.5">
        {enrolment ? (
          <InstallCommand enrolment={enrolment} />
        ) : (
          <p className="text-sm text-ink-2">
            A command holds a token that works once, for an hour. Older commands stop working.
          </p>
        )}
        {renew.error ? <ProblemNote error={renew.error} /> : null}
        <div className="flex items-center gap-3">
          <Button
            variant={enrolment ? "quiet" : "plain"}
            reason={refusal}
            pending={renew.isPending}
            onClick={() => renew.mutate()}
          >
            {enrolment ? "Make a new command" : "Make a command"}
          </Button>
        </div>
        <p className="text-xs text-ink-3">
          The agent only dials out. It reads workloads and pods, never Secrets. Remove it with{" "}
          <code>kubectl delete namespace stagecoach</code>.
        </p>
      </div>
    </Card>
  );
}
