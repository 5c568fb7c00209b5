"use client";
import { useState } from "react";

import type { FoundSource } from "#contracts/api/cluster-engines.ts";
import { ButtonLink } from "#ui/components/button-link.tsx";
import { Button } from "#ui/components/button.tsx";
import { Tag } from "#ui/components/tag.tsx";
import { newRepositoryHref } from "#ui/repository/new-repository-href.ts";

const shownAtFirst = 4;

interface FoundSourcesProps {
  readonly org: string;
  readonly clusterId: string;
  readonly sources: readonly FoundSource[];
  /** Whether an agent has told anything of the cluster yet. */
  readonly isSeen: boolean;
  /** Why the viewer may not choose; said beside the form. */
  readonly refusal: string | null;
  readonly onChoose: (source: FoundSource) => void;
}

/** The places in git that Flux or Argo CD deploy the cluster from, to be taken over with one click. */
export function FoundSources(props: FoundSourcesProps) {
  const { sources, isSeen } = props;
  const [isWhole, setWhole] = useState(false);
  if (sources.length === 0) {
    return (
      <p className="text-ink-2">
        {isSeen
          ? "Neither Flux nor Argo CD is seen to deploy from git here, so say it yourself."
          : "What Flux or Argo CD deploy from is offered here once the agent has reported."}
      </p>
    );
  }
  const shown = isWhole ? sources : sources.slice(0, shownAtFirst);
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">Found in the cluster</h3>
      <ul className="grid gap-2">
        {shown.map((source) => (
          <Offer key={`${source.url} ${source.branch} ${source.path}`} source={source} {...props} />
        ))}
      </ul>
      {shown.length < sources.length ? (
        <div>
          <Button variant="quiet" onClick={() => setWhole(true)}>
            Show {sources.length - shown.length} more
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function Offer({
  source,
  org,
  clusterId,
  refusal,
  onChoose,
}: FoundSourcesProps & { readonly source: FoundSource }) {
  const { sentence, url, engines, repositoryId, chosen } = source;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control border border-line px-3 py-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="break-words">{sentence}</p>
        <p className="break-words text-xs text-ink-3">{enginesText(engines)}</p>
      </div>
      {chosen ? (
        <Tag tone="ok">chosen</Tag>
      ) : refusal !== null ? null : repositoryId === null ? (
        <ButtonLink href={newRepositoryHref(org, { url, clusterId })}>
          Connect this repository
        </ButtonLink>
      ) : (
        <Button onClick={() => onChoose(source)} aria-label={`Use this: ${sentence}`}>
          Use this
        </Button>
      )}
    </li>
  );
}

function enginesText(engines: readonly string[]): string {
  const [first = "", second, ...more] = engines;
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first} and ${engines.length - 1} more`;
}
