"use client";
import { useState } from "react";

import type { Enrolment } from "#contracts/api/cluster.ts";
import { FoundAtEnrolment } from "#ui/engine/found-at-enrolment.tsx";

import { EnrolmentChecklist } from "./enrolment-checklist.tsx";
import { EnrolmentPanel } from "./enrolment-panel.tsx";
import { NewClusterForm } from "./new-cluster-form.tsx";

/** Connects a cluster on one page: describe it, run one command, watch the agent arrive. */
export function NewClusterPage({ org }: { readonly org: string }) {
  const [created, setCreated] = useState<{ enrolment: Enrolment; name: string } | null>(null);
  if (!created) {
    return (
      <>
        <h1 className="mb-4">Connect a cluster</h1>
        <NewClusterForm
          org={org}
          onCreated={(enrolment, name) => setCreated({ enrolment, name })}
        />
      </>
    );
  }
  const { enrolment, name } = created;
  return (
    <>
      <h1 className="mb-4">Install the agent in {name}</h1>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <EnrolmentPanel
          org={org}
          clusterId={enrolment.clusterId}
          enrolment={enrolment}
          onRenewed={(renewed) => setCreated({ enrolment: renewed, name })}
        />
        <div className="grid min-w-0 gap-4">
          <EnrolmentChecklist org={org} clusterId={enrolment.clusterId} />
          <FoundAtEnrolment org={org} clusterId={enrolment.clusterId} />
        </div>
      </div>
    </>
  );
}
