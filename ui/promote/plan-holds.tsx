"use client";
import { useQuery } from "@tanstack/react-query";

import type { PlanHold, PlanResponse } from "#contracts/api/plan.ts";
import { Notice } from "#ui/components/notice.tsx";
import { CommandLine } from "#ui/engine/command-line.tsx";
import { Opening } from "#ui/engine/opening.tsx";
import { planQuery } from "#ui/queries/plans.ts";

import { heldText } from "./held-text.ts";

const lookAgainMs = 15_000;

interface PlanHoldsProps {
  readonly org: string;
  readonly plan: PlanResponse | null;
}

/** Says, before the commit is made, what of Flux or Argo CD would leave it lying; gone once someone resumed it. */
export function PlanHolds({ org, plan }: PlanHoldsProps) {
  const id = plan?.status === "ready" ? plan.id : null;
  const { data } = useQuery({ ...planQuery(org, id), refetchInterval: lookAgainMs });
  if (plan === null || id === null) return null;
  const holds = data?.id === id ? data.holds : plan.holds;
  return (
    <div className="grid gap-2 not-empty:mb-4">
      {holds.map((hold) => (
        <HoldNotice key={`${hold.why} ${hold.by}`} hold={hold} plan={plan} />
      ))}
    </div>
  );
}

function HoldNotice({ hold, plan }: { readonly hold: PlanHold; readonly plan: PlanResponse }) {
  const { text, command, until, workloads } = hold;
  return (
    <Notice tone="behind" action={command === null ? undefined : <CommandLine command={command} />}>
      <p>
        {text}
        {until === null ? null : (
          <>
            {" "}
            <Opening at={until} />
          </>
        )}
      </p>
      <p className="mt-0.5 break-words text-xs" title={workloads.join(", ")}>
        {heldText(workloads, plan.items)}
      </p>
    </Notice>
  );
}
