import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { Card } from "#ui/components/card.tsx";
import { Tag } from "#ui/components/tag.tsx";

/** The pods of every cluster, troubled ones in words. */
export function WorkloadPods({ workload }: { readonly workload: WorkloadDetail }) {
  const clusters = workload.clusters.filter(({ progress }) => (progress?.pods.length ?? 0) > 0);
  return (
    <Card title="Pods">
      {clusters.length === 0 ? (
        <p className="p-3.5 text-sm text-ink-2">No pods are running.</p>
      ) : null}
      {clusters.map(({ id, name, progress }) => (
        <section
          key={id}
          aria-label={`Pods in ${name}`}
          className="border-b border-line px-3.5 py-2 last:border-b-0"
        >
          <h3 className="text-xs font-semibold text-ink-2">{name}</h3>
          <ul className="mt-1 grid gap-1 text-sm">
            {progress?.pods.map((pod) => (
              <li key={pod.name} className="flex flex-wrap items-center gap-x-2">
                <span className="min-w-0 truncate font-mono text-xs">{pod.name}</span>
                <Tag tone={pod.ready ? "plain" : pod.message === "" ? "run" : "bad"}>
                  {pod.ready ? "ready" : pod.phase.toLowerCase()}
                </Tag>
                {pod.restarts > 0 ? (
                  <span className="text-xs text-ink-3">{pod.restarts} restarts</span>
                ) : null}
                {pod.message === "" ? null : (
                  <span className="basis-full text-xs text-bad">{pod.message}</span>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Card>
  );
}
