"use client";
import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { Card } from "#ui/components/card.tsx";
import { Tag } from "#ui/components/tag.tsx";
import { LogButton } from "#ui/logs/log-button.tsx";
import { PodLogPanel } from "#ui/logs/pod-log-panel.tsx";
import { usePodLogs } from "#ui/logs/use-pod-logs.ts";
import type { AskedPodLogs } from "#ui/logs/use-pod-logs.ts";

type Cluster = WorkloadDetail["clusters"][number];
type Pod = NonNullable<Cluster["progress"]>["pods"][number];

interface WorkloadPodsProps {
  readonly org: string;
  readonly workload: WorkloadDetail;
}

/** The pods of every cluster, troubled ones in words. */
export function WorkloadPods({ org, workload }: WorkloadPodsProps) {
  const clusters = workload.clusters.filter(({ progress }) => (progress?.pods.length ?? 0) > 0);
  return (
    <Card title="Pods">
      {clusters.length === 0 ? (
        <p className="p-3.5 text-sm text-ink-2">No pods are running.</p>
      ) : null}
      {clusters.map((cluster) => (
        <ClusterPods key={cluster.id} org={org} workload={workload.key} cluster={cluster} />
      ))}
    </Card>
  );
}

function ClusterPods({
  org,
  workload,
  cluster,
}: {
  readonly org: string;
  readonly workload: string;
  readonly cluster: Cluster;
}) {
  const { id, name, environment, progress } = cluster;
  const logs = usePodLogs({ org, clusterId: id, workload });
  const pods = progress?.pods ?? [];
  const isHere = pods.some((pod) => pod.name === logs.pod);
  return (
    <section
      aria-label={`Pods in ${name}`}
      className="border-b border-line px-3.5 py-2 last:border-b-0"
    >
      <h3 className="text-xs font-semibold text-ink-2">{name}</h3>
      <ul className="mt-1 grid gap-1 text-sm">
        {pods.map((pod) => (
          <li key={pod.name} className="flex flex-wrap items-center gap-x-2">
            <PodLine pod={pod} environment={environment} logs={logs} />
            {logs.pod === pod.name ? (
              <div className="my-1 min-w-0 basis-full">
                <PodLogPanel cluster={name} logs={logs} />
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      {isHere ? null : <PodLogPanel cluster={name} logs={logs} />}
    </section>
  );
}

function PodLine({
  pod,
  environment,
  logs,
}: {
  readonly pod: Pod;
  readonly environment: string;
  readonly logs: AskedPodLogs;
}) {
  return (
    <>
      <span className="min-w-0 truncate font-mono text-xs">{pod.name}</span>
      <Tag tone={pod.ready ? "plain" : pod.message === "" ? "run" : "bad"}>
        {pod.ready ? "ready" : pod.phase.toLowerCase()}
      </Tag>
      {pod.restarts > 0 ? (
        <span className="text-xs text-ink-3">{pod.restarts} restarts</span>
      ) : null}
      {pod.ready ? null : (
        <span className="ml-auto flex flex-wrap items-center gap-2">
          <LogButton environment={environment} pod={pod.name} logs={logs} />
        </span>
      )}
      {pod.message === "" ? null : (
        <span className="basis-full text-xs text-bad">{pod.message}</span>
      )}
    </>
  );
}
