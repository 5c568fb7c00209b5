"use client";
import { useQuery } from "@tanstack/react-query";

import type { EnrolmentProgress } from "#contracts/api/cluster.ts";
import { ButtonLink } from "#ui/components/button-link.tsx";
import { Card } from "#ui/components/card.tsx";
import { Icon } from "#ui/components/icon.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { enrolmentQuery } from "#ui/queries/clusters.ts";

import { checklist } from "./checklist.ts";

interface EnrolmentChecklistProps {
  readonly org: string;
  readonly clusterId: string;
}

/** Ticks itself as the agent arrives. */
export function EnrolmentChecklist({ org, clusterId }: EnrolmentChecklistProps) {
  const { data, error, refetch } = useQuery(enrolmentQuery(org, clusterId));
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  const checks = checklist(data ?? nothingYet);
  return (
    <Card title="Arrival">
      <ol aria-live="polite" className="py-1">
        {checks.map(({ label, done, note }) => (
          <li key={label} className="flex flex-wrap items-center gap-2.5 px-3.5 py-1.5 text-sm">
            {done ? (
              <Icon name="check" className="text-ok" />
            ) : (
              <span
                aria-hidden="true"
                className="size-[15px] rounded-full border-[1.5px] border-line-strong"
              />
            )}
            <span className={done ? undefined : "text-ink-2"}>
              {label}
              <span className="sr-only">{done ? ", done" : ", not yet"}</span>
            </span>
            {note ? <span className="text-xs text-ink-2">{note}</span> : null}
          </li>
        ))}
      </ol>
      {checks.every(({ done }) => done) ? (
        <div className="border-t border-line px-3.5 py-2.5">
          <ButtonLink variant="primary" href={`/${org}/workloads`}>
            Open workloads
          </ButtonLink>
        </div>
      ) : null}
    </Card>
  );
}

const nothingYet: EnrolmentProgress = {
  tokenUsed: false,
  tokenExpiresAt: null,
  connected: false,
  permissions: null,
  workloads: null,
  namespaces: null,
};
