"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";

import type { ClusterSummary } from "#contracts/api/cluster.ts";
import type { RepositorySummary } from "#contracts/api/repository.ts";
import { ButtonLink } from "#ui/components/button-link.tsx";
import { Card } from "#ui/components/card.tsx";
import { Notice } from "#ui/components/notice.tsx";
import { Tag } from "#ui/components/tag.tsx";
import { repositoryQuery } from "#ui/queries/repositories.ts";

import { checkWords } from "./check-words.ts";
import { ConnectionCard } from "./connection-card.tsx";
import { CredentialsCard } from "./credentials-card.tsx";

interface RepositoryPageProps {
  readonly org: string;
  readonly initial: RepositorySummary;
  /** The cluster that it was connected for and that does not live in it yet. */
  readonly wantedBy: Pick<ClusterSummary, "id" | "name"> | null;
}

/** One config repository: whether it can be reached, with what, and which clusters live in it. */
export function RepositoryPage({ org, initial, wantedBy }: RepositoryPageProps) {
  const client = useQueryClient();
  const query = repositoryQuery(org, initial.id);
  const { data: repository } = useQuery({ ...query, initialData: initial });
  const words = checkWords(repository.check);
  const isNext = wantedBy !== null && !repository.clusters.some(({ id }) => id === wantedBy.id);
  function changed(next: RepositorySummary) {
    client.setQueryData(query.queryKey, next);
  }
  return (
    <>
      <header className="mb-4">
        <h1 className="flex flex-wrap items-center gap-2.5">
          <span className="min-w-0 break-all">{repository.url}</span>
          <Tag tone={words.tone}>{words.word}</Tag>
        </h1>
        <p className="text-ink-2">A config repository at {repository.host.name}</p>
      </header>
      {isNext ? (
        <div className="mb-4">
          <Notice
            tone="run"
            action={
              <ButtonLink href={`/${org}/clusters/${wantedBy.id}`}>
                Choose it for {wantedBy.name}
              </ButtonLink>
            }
          >
            When it works, say on the page of {wantedBy.name} that its manifests live here.
          </Notice>
        </div>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <ConnectionCard org={org} repository={repository} onChanged={changed} />
        <CredentialsCard org={org} repository={repository} onChanged={changed} />
        <Card title="Clusters that live in it">
          <ClusterLinks org={org} clusters={repository.clusters} />
        </Card>
      </div>
    </>
  );
}

function ClusterLinks({ org, clusters }: { org: string } & Pick<RepositorySummary, "clusters">) {
  if (clusters.length === 0) {
    return (
      <p className="p-3.5 text-sm text-ink-2">
        None yet. Choose it on a cluster's page, or when you{" "}
        <Link href={`/${org}/clusters/new`} className="underline">
          connect a cluster
        </Link>
        .
      </p>
    );
  }
  return (
    <ul className="p-3.5 text-sm">
      {clusters.map(({ id, name, branch, path }) => (
        <li key={id} className="py-1">
          <Link href={`/${org}/clusters/${id}`} className="font-semibold hover:underline">
            {name}
          </Link>{" "}
          <span className="text-ink-2">
            <code>{branch}</code> · <code>{path === "" ? "the whole repository" : path}</code>
          </span>
        </li>
      ))}
    </ul>
  );
}
