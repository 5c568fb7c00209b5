"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";

import { ButtonLink } from "#ui/components/button-link.tsx";
import { Card } from "#ui/components/card.tsx";
import { Tag } from "#ui/components/tag.tsx";
import { repositoriesQuery } from "#ui/queries/repositories.ts";
import { useRefusal } from "#ui/shell/viewer-context.ts";

import { checkWords } from "./check-words.ts";

/** The config repositories that clusters live in, each with what its last check said. */
export function RepositoriesCard({ org }: { readonly org: string }) {
  const { data } = useQuery(repositoriesQuery(org));
  const refusal = useRefusal("cluster.enrol");
  const connect = refusal ? null : (
    <ButtonLink href={`/${org}/clusters/repositories/new`}>Connect a repository</ButtonLink>
  );
  return (
    <Card title="Config repositories" actions={connect} className="mt-4">
      {data && data.items.length > 0 ? (
        <ul>
          {data.items.map(({ id, url, check, clusters }) => {
            const { word, tone } = checkWords(check);
            return (
              <li
                key={id}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3.5 py-2.5 text-sm last:border-b-0"
              >
                <Link
                  href={`/${org}/clusters/repositories/${id}`}
                  className="min-w-0 font-medium break-all hover:underline"
                >
                  {url}
                </Link>
                <Tag tone={tone}>{word}</Tag>
                <span className="text-xs text-ink-3">
                  {clusters.map(({ name }) => name).join(", ") || "no cluster"}
                </span>
              </li>
            );
          })}
        </ul>
      ) : (
        <p className="p-3.5 text-sm text-ink-2">
          {data ? "None yet: manifests in git are what promotions change." : "Loading…"}
        </p>
      )}
    </Card>
  );
}
