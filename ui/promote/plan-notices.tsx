"use client";
import Link from "next/link";

import type { ClusterSummary } from "#contracts/api/cluster.ts";
import type { PlanResponse } from "#contracts/api/plan.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Button } from "#ui/components/button.tsx";
import { Notice } from "#ui/components/notice.tsx";

interface PlanNoticesProps {
  readonly org: string;
  readonly plan: PlanResponse | null;
  readonly clusters: readonly ClusterSummary[];
  readonly onReplan: () => void;
}

/** What one should know of a plan before releasing it. */
export function PlanNotices({ org, plan, clusters, onReplan }: PlanNoticesProps) {
  if (plan === null) return null;
  const again = <Button onClick={onReplan}>Show the new plan</Button>;
  const target = clusters.find(({ id }) => id === plan.target.id);
  return (
    <div className="grid gap-2 not-empty:mb-4">
      {plan.status === "expired" ? (
        <Notice tone="behind" action={again}>
          This plan is too old to be released: much may have changed since.
        </Notice>
      ) : null}
      {plan.status === "released" && plan.release !== null ? (
        <Notice tone="ok" action={again}>
          This plan was released as{" "}
          <Link href={`/${org}/releases/${plan.release}`} className="underline">
            #{plan.release}
          </Link>
          .
        </Notice>
      ) : null}
      {plan.status === "failed" ? (
        <Notice tone="bad" role="alert" action={<Button onClick={onReplan}>Try again</Button>}>
          The plan could not be calculated: {plan.error}
        </Notice>
      ) : null}
      {target && !target.connected ? (
        <Notice tone="behind">
          The agent of {target.name} is offline
          {target.stateAt ? (
            <>
              {" "}
              since <Ago at={target.stateAt} />
            </>
          ) : null}
          . The commit will be made; the rollout is judged when the agent is back.
        </Notice>
      ) : null}
    </div>
  );
}
