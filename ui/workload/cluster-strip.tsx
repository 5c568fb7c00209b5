"use client";
import Link from "next/link";

import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { Ago } from "#ui/components/ago.tsx";
import { environmentColor } from "#ui/components/environment-color.ts";
import { Icon } from "#ui/components/icon.tsx";
import { imageVersion } from "#ui/components/image-text.ts";
import { Tag } from "#ui/components/tag.tsx";

import { EngineFacts } from "./engine-facts.tsx";
import { FileLine } from "./file-line.tsx";

type InCluster = WorkloadDetail["clusters"][number];

interface ClusterStripProps {
  readonly org: string;
  readonly workload: WorkloadDetail;
}

/** One card per cluster in pipeline order: the version, since when, who put it there, and its place in git. */
export function ClusterStrip({ org, workload }: ClusterStripProps) {
  return (
    <ul aria-label="Clusters" className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {workload.clusters.map((cluster) => (
        <li
          key={cluster.id}
          className="min-w-0 rounded-card border border-t-2 border-line bg-surface p-3.5"
          style={{ borderTopColor: environmentColor(cluster.environment) }}
        >
          <h2 className="flex items-center gap-2">
            {cluster.name}
            {cluster.environment === cluster.name ? null : (
              <span className="text-xs font-normal text-ink-3">{cluster.environment}</span>
            )}
            <span className="ml-auto">
              <StateTag cluster={cluster} />
            </span>
          </h2>
          {cluster.containers.map((container) => (
            <ContainerFacts key={container.name} org={org} container={container} />
          ))}
          {cluster.deployed ? null : <p className="mt-1 text-sm text-ink-3">Not deployed.</p>}
          {cluster.message === "" ? null : (
            <p className="mt-1 text-sm text-bad">{cluster.message}</p>
          )}
          {cluster.engine ? <EngineFacts org={org} engine={cluster.engine} /> : null}
          {cluster.locked ? <Lock locked={cluster.locked} /> : null}
        </li>
      ))}
    </ul>
  );
}

function StateTag({ cluster }: { readonly cluster: InCluster }) {
  if (!cluster.connected) return <Tag>stale</Tag>;
  const { ready = 0, desired = 0 } = cluster.progress ?? {};
  switch (cluster.state) {
    case null:
      return null;
    case "ok":
      return <Tag>{desired > 0 ? `${ready}/${desired} ready` : "ready"}</Tag>;
    case "rolling":
    case "waiting":
      return <Tag tone="run">{`${ready} of ${desired}`}</Tag>;
    case "failing":
      return <Tag tone="bad">failing</Tag>;
  }
}

function ContainerFacts({
  org,
  container,
}: {
  readonly org: string;
  readonly container: InCluster["containers"][number];
}) {
  const { name, init, image, gitImage, file, line, page, since } = container;
  const drifts = gitImage !== null && gitImage !== image;
  return (
    <div className="mt-2 text-sm">
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="font-mono text-md" title={image}>
          {imageVersion(image)}
        </span>
        <span className="text-xs text-ink-3">
          {name}
          {init ? " (init)" : ""}
        </span>
        {drifts ? <Tag tone="drift">git says {imageVersion(gitImage)}</Tag> : null}
      </p>
      <p className="text-xs text-ink-3">
        {since ? (
          <>
            since <Ago at={since.at} /> by {since.by} in{" "}
            <Link href={`/${org}/releases/${since.release}`} className="underline">
              #{since.release}
            </Link>
          </>
        ) : (
          "not by a release here"
        )}
      </p>
      {file === null ? null : (
        <p className="truncate text-xs text-ink-3">
          <FileLine file={file} line={line} page={page} />
        </p>
      )}
    </div>
  );
}

function Lock({ locked }: { readonly locked: NonNullable<InCluster["locked"]> }) {
  return (
    <p className="mt-2 flex gap-1.5 text-xs text-ink-2">
      <Icon name="lock" className="mt-px size-3" />
      <span>
        Locked{locked.by ? ` by ${locked.by}` : ""}
        {locked.message ? `: “${locked.message}”` : ""}
      </span>
    </p>
  );
}
