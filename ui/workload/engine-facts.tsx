import type { WorkloadDetail } from "#contracts/api/workload.ts";

type Engine = NonNullable<WorkloadDetail["clusters"][number]["engine"]>;

/** What of Flux or Argo CD applies a workload, from where in git, and whether it does so by itself. */
export function EngineFacts({ engine }: { readonly engine: Engine }) {
  const { name, hold, source } = engine;
  const place = source && [source.branch, source.path].filter(Boolean).join(" · ");
  return (
    <div className="mt-2 text-xs text-ink-3">
      <p>Applied by {name}</p>
      {place ? <p className="truncate font-mono">{place}</p> : null}
      {source ? (
        <p className="truncate font-mono" title={source.url}>
          {source.url}
        </p>
      ) : null}
      {hold ? <p className="text-drift">{hold}</p> : null}
    </div>
  );
}
