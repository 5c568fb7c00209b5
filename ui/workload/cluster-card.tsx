"use client";
import Link from "next/link";

import type { WorkloadDetail } from "#contracts/api/workload.ts";
import { Ago } from "#ui/components/ago.tsx";
import { classNames } from "#ui/components/class-names.ts";
import { environmentColor } from "#ui/components/environment-color.ts";
import { imageVersion } from "#ui/components/image-text.ts";
import { Tag, type Tone } from "#ui/components/tag.tsx";
import { promoteHref } from "#ui/promote/promote-url.ts";
import { PodBar } from "#ui/release/pod-bar.tsx";

import { PodList } from "./pod-list.tsx";

type Cluster = WorkloadDetail["clusters"][number];

const states: Readonly<
  Record<NonNullable<Cluster["state"]>, { readonly tone: Tone; readonly word: string }>
> = {
  ok: { tone: "ok", word: "healthy" },
  rolling: { tone: "run", word: "rolling out" },
  failing: { tone: "bad", word: "failing" },
  waiting: { tone: "plain", word: "waiting" },
};

interface ClusterCardProps {
  readonly org: string;
  readonly workload: string;
  readonly cluster: Cluster;
}

/** The workload in one cluster. */
export function ClusterCard({ org, workload, cluster }: ClusterCardProps) {
  const { name, environment, state, message, progress, locked } = cluster;
  return (
    <section
      aria-label={name}
      style={{ boxShadow: `inset 0 2px 0 ${environmentColor(environment)}` }}
      className={classNames(
        "grid content-start gap-2 rounded-l border border-line bg-surface px-3.5 py-3 text-sm",
        !cluster.connected && "stale",
      )}
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2>{name}</h2>
        {environment === name ? null : <span className="text-xs text-ink-2">{environment}</span>}
        {state ? <Tag tone={states[state].tone}>{states[state].word}</Tag> : null}
        {locked ? <Tag>locked</Tag> : null}
      </div>
      {cluster.connected ? null : (
        <p className="text-xs text-ink-2">
          No word from the agent
          {cluster.stateAt ? (
            <>
              ; this is from <Ago at={cluster.stateAt} />
            </>
          ) : null}
          .
        </p>
      )}
      {cluster.deployed ? (
        <>
          {cluster.containers.map((container) => (
            <ContainerFacts
              key={`${container.name} ${container.init}`}
              org={org}
              container={container}
            />
          ))}
          {progress ? <PodBar progress={progress} /> : null}
          {message ? (
            <p
              className={classNames(
                "text-xs break-words",
                state === "failing" ? "text-bad" : "text-ink-2",
              )}
            >
              {message}
            </p>
          ) : null}
          {locked ? (
            <p className="text-xs text-ink-2">
              Locked{locked.by ? ` by ${locked.by}` : ""}
              {locked.message ? `: “${locked.message}”` : ""}.
            </p>
          ) : null}
          {progress && progress.pods.length > 0 ? <PodList pods={progress.pods} /> : null}
        </>
      ) : (
        <p className="text-xs text-ink-2">Not deployed here.</p>
      )}
      {cluster.deployed || cluster.containers.length > 0 ? (
        <p>
          <Link
            href={promoteHref(org, { to: name, selected: [workload] })}
            className="text-xs text-accent-ink hover:underline"
          >
            Promote to {name}…
          </Link>
        </p>
      ) : null}
    </section>
  );
}

interface ContainerFactsProps {
  readonly org: string;
  readonly container: Cluster["containers"][number];
}

/** Which version, whether git agrees, which line says so, and who put it there. */
function ContainerFacts({ org, container }: ContainerFactsProps) {
  const { name, init, image, gitImage, file, line, since } = container;
  return (
    <div className="grid gap-0.5 text-xs text-ink-2">
      <p>
        {name}
        {init ? " (init)" : ""}{" "}
        <b title={image} className="font-mono text-sm font-semibold break-all text-ink">
          {imageVersion(image)}
        </b>{" "}
        {gitImage !== null && gitImage !== image ? (
          <Tag tone="drift">git says {imageVersion(gitImage)}</Tag>
        ) : null}
      </p>
      {since ? (
        <p>
          since <Ago at={since.at} /> by {since.by} in{" "}
          <Link
            href={`/${org}/releases/${since.release}`}
            className="text-accent-ink hover:underline"
          >
            #{since.release}
          </Link>
        </p>
      ) : null}
      {file === null ? (
        <p>not in the config repository</p>
      ) : (
        <p>
          <code className="font-mono break-all">
            {file}
            {line === null ? "" : `:${line}`}
          </code>
        </p>
      )}
    </div>
  );
}
