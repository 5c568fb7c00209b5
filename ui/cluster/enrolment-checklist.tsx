"use client";
import { useQuery } from "@tanstack/react-query";

import type { EnrolmentProgress } from "#contracts/api/cluster.ts";
import { ButtonLink } from "#ui/components/button-link.tsx";
import { Card } from "#ui/components/card.tsx";
import { counted } from "#ui/components/counted.ts";
import { Icon } from "#ui/components/icon.tsx";
import { enrolmentQuery } from "#ui/queries/clusters.ts";

interface EnrolmentChecklistProps {
  readonly org: string;
  readonly clusterId: string;
}

interface Check {
  readonly done: boolean;
  readonly text: string;
  readonly hint: string;
}

/** Ticks as the agent comes up; says what to look at while it does not. */
export function EnrolmentChecklist({ org, clusterId }: EnrolmentChecklistProps) {
  const { data } = useQuery(enrolmentQuery(org, clusterId));
  const checks = checksOf(data ?? null);
  const next = checks.find(({ done }) => !done);
  return (
    <Card title="What has happened" note="updates by itself">
      <ol aria-live="polite" className="grid gap-2 p-3.5 text-sm">
        {checks.map(({ done, text, hint }) => (
          <li key={text} className="flex gap-2.5">
            <span
              className={`mt-0.5 grid size-4.5 flex-none place-items-center rounded-full ${done ? "bg-ok-wash text-ok" : "bg-sunken text-ink-3"}`}
            >
              {done ? <Icon name="check" className="size-3" /> : null}
            </span>
            <span>
              {text}
              <span className="sr-only">{done ? ", done" : ", not yet"}</span>
              {text === next?.text ? (
                <span className="block text-xs text-ink-3">{hint}</span>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
      {next ? null : (
        <p className="px-3.5 pb-3.5">
          <ButtonLink href={`/${org}/workloads`} variant="primary">
            Open workloads
          </ButtonLink>
        </p>
      )}
    </Card>
  );
}

function checksOf(progress: EnrolmentProgress | null): readonly Check[] {
  const { permissions = null, workloads = null, namespaces = null } = progress ?? {};
  const missing = permissions?.missing.join(", ") ?? "";
  return [
    {
      done: progress?.tokenUsed ?? false,
      text: "The agent used its token",
      hint: "Waiting. If nothing comes: kubectl -n stagecoach get pods shows whether it runs and could be pulled.",
    },
    {
      done: progress?.connected ?? false,
      text: "It is connected",
      hint: "Not connected. kubectl -n stagecoach logs deployment/stagecoach-agent says why: a proxy, a firewall, or DNS.",
    },
    {
      done: permissions?.ok ?? false,
      text: missing === "" ? "It may read what it needs" : `It may not read: ${missing}`,
      hint:
        missing === ""
          ? "It tells when it connects."
          : "The rest works. Give it the missing rights to see these too.",
    },
    {
      done: workloads !== null,
      text:
        workloads === null
          ? "Workloads found"
          : `${counted(workloads, "workload")} found in ${counted(namespaces ?? 0, "namespace")}`,
      hint: "The first look at the cluster takes a few seconds.",
    },
  ];
}
