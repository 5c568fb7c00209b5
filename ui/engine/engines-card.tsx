"use client";
import type { ClusterEngines } from "#contracts/api/cluster-engines.ts";
import { repositoryName } from "#domain/git/same-repository.ts";
import { Card } from "#ui/components/card.tsx";
import { counted } from "#ui/components/counted.ts";
import { Tag } from "#ui/components/tag.tsx";

import { CommandLine } from "./command-line.tsx";
import { Opening } from "./opening.tsx";

type Engine = ClusterEngines["engines"][number];

interface EnginesCardProps {
  readonly engines: ClusterEngines;
  /** Whether an agent has told anything of the cluster yet. */
  readonly isSeen: boolean;
}

/** Which objects of Flux and Argo CD deploy the cluster's workloads, and what each is up to. */
export function EnginesCard({ engines: { engines, unmanaged }, isSeen }: EnginesCardProps) {
  return (
    <Card title="Flux and Argo CD" note={engines.length === 0 ? undefined : noteOf(engines)}>
      {engines.length === 0 ? (
        <p className="p-3.5 text-sm text-ink-2">{emptyText(isSeen)}</p>
      ) : (
        <ul className="divide-y divide-line">
          {engines.map((engine) => (
            <EngineRow key={engine.name} engine={engine} />
          ))}
          {unmanaged > 0 ? (
            <li className="px-3.5 py-2.5 text-sm text-ink-2">
              {counted(unmanaged, "workload")} {unmanaged === 1 ? "is" : "are"} deployed by neither.
            </li>
          ) : null}
        </ul>
      )}
    </Card>
  );
}

function EngineRow({ engine }: { readonly engine: Engine }) {
  const { name, workloads, holds, error, source, parents } = engine;
  return (
    <li className="grid gap-1 px-3.5 py-2.5 text-sm">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="min-w-0 break-words font-medium">{name}</span>
        <span className="text-ink-2">{counted(workloads, "workload")}</span>
        <span className="ml-auto">
          <EngineState engine={engine} />
        </span>
      </p>
      {source ? (
        <p className="min-w-0 break-words text-xs text-ink-2">
          <code>{source.path === "" ? "the root" : source.path}</code> of{" "}
          <code>{repositoryName(source.url)}</code>
          {source.branch === null ? null : (
            <>
              , branch <code>{source.branch}</code>
            </>
          )}
        </p>
      ) : (
        <p className="text-xs text-ink-2">Its place in git is not seen.</p>
      )}
      {parents.length > 0 ? (
        <p className="min-w-0 break-words text-xs text-ink-2">
          Deployed by {parents.join(", by ")}
        </p>
      ) : null}
      {error === null ? null : <p className="break-words text-xs text-bad">{error}</p>}
      {holds.map(({ text, command, until }) => (
        <div key={text} className="mt-1 grid gap-1.5 text-xs text-drift">
          <p>
            {text}
            {until === null ? null : (
              <>
                {" "}
                <Opening at={until} />
              </>
            )}
          </p>
          {command === null ? null : <CommandLine command={command} />}
        </div>
      ))}
    </li>
  );
}

function EngineState({ engine: { holds, error, applied, seen } }: { readonly engine: Engine }) {
  if (error !== null) return <Tag tone="bad">fails</Tag>;
  if (holds.length > 0) return <Tag tone="drift">held back</Tag>;
  if (seen !== null && applied !== seen) {
    return <Tag tone="run">applies {seen.slice(0, 7)}</Tag>;
  }
  return <Tag>{applied === null ? "applies commits" : `at ${applied.slice(0, 7)}`}</Tag>;
}

function noteOf(engines: readonly Engine[]): string {
  const total = engines.reduce((sum, { workloads }) => sum + workloads, 0);
  const products = [...new Set(engines.map(({ product }) => product))].toSorted();
  return `${products.join(" and ")} ${products.length === 1 ? "deploys" : "deploy"} ${counted(total, "workload")}`;
}

function emptyText(isSeen: boolean): string {
  if (!isSeen) return "Shown once the agent has reported.";
  return "No workload here carries a mark of Flux or Argo CD. That is fine: the agent can apply the cluster's path itself.";
}
