"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";

import type { ReleaseList } from "#contracts/api/release.ts";
import { ButtonLink } from "#ui/components/button-link.tsx";
import { Button } from "#ui/components/button.tsx";
import { EmptyState } from "#ui/components/empty-state.tsx";
import { ProblemNote } from "#ui/components/problem-note.tsx";
import { type ReleaseFilter, releasesQuery } from "#ui/queries/releases.ts";

import { ReleaseFilterBar } from "./release-filter-bar.tsx";
import { ReleaseTable } from "./release-table.tsx";

interface ReleasesPageProps {
  readonly org: string;
  readonly initial: ReleaseList;
  readonly clusters: readonly string[];
}

/** Every release, newest first. */
export function ReleasesPage({ org, initial, clusters }: ReleasesPageProps) {
  const [filter, setFilter] = useState<ReleaseFilter>({});
  const wanted = useDeferredValue(filter);
  const unfiltered = Object.keys(wanted).length === 0;
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery(
    {
      ...releasesQuery(org, wanted),
      ...(unfiltered ? { initialData: { pages: [initial], pageParams: [""] } } : {}),
      placeholderData: keepPreviousData,
    },
  );
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  if (unfiltered && data && items.length === 0) return <NoReleases org={org} />;
  return (
    <>
      <h1 className="mb-3">{headline(items)}</h1>
      <ReleaseFilterBar filter={filter} clusters={clusters} onChange={setFilter} />
      {error ? <ProblemNote error={error} onRetry={() => void refetch()} /> : null}
      {data && items.length === 0 ? (
        <EmptyState
          title="No release matches"
          action={<Button onClick={() => setFilter({})}>Clear the filter</Button>}
        >
          Nothing was released that fits the filter.
        </EmptyState>
      ) : (
        <ReleaseTable org={org} items={items} />
      )}
      {hasNextPage ? (
        <div className="mt-3 text-center">
          <Button onClick={() => void fetchNextPage()} pending={isFetchingNextPage}>
            Load more
          </Button>
        </div>
      ) : null}
    </>
  );
}

function NoReleases({ org }: { readonly org: string }) {
  return (
    <EmptyState
      heading="h1"
      title="Nothing was released yet"
      action={
        <ButtonLink variant="primary" href={`/${org}/workloads`}>
          See what is behind
        </ButtonLink>
      }
    >
      A release is one commit that promotes the workloads you chose. It is made from a plan that
      shows every line before.
    </EmptyState>
  );
}

function headline(items: ReleaseList["items"]): string {
  const running = items.filter(({ status }) => status === "running" || status === "queued").length;
  if (running > 0) return `${running} ${running === 1 ? "release is" : "releases are"} running`;
  return items[0]?.status === "failed"
    ? `The last release, #${items[0].number}, failed`
    : "No release is running";
}
