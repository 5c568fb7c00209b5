"use client";
import type { ReactNode } from "react";

import type { ReleaseDetail } from "#contracts/api/release.ts";
import { isFinal } from "#domain/promotion/release.ts";
import { Ago } from "#ui/components/ago.tsx";
import { Arrow } from "#ui/components/arrow.tsx";
import { RunningTime } from "#ui/components/running-time.tsx";
import { Tag } from "#ui/components/tag.tsx";

import { currentWord, statusWords } from "./release-words.ts";
import { RollBackLink } from "./roll-back-link.tsx";

interface ReleaseHeadProps {
  readonly org: string;
  readonly release: ReleaseDetail;
}

/** What went where, who asked, and how it stands. */
export function ReleaseHead({ org, release }: ReleaseHeadProps) {
  const { number, title, target, commit } = release;
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <h1 className="min-w-0">
          #{number} {title} <Arrow /> {target.name}
        </h1>
        <span className="mt-1">
          <Tag tone={statusWords(release).tone}>{currentWord(release)}</Tag>
        </span>
        <span className="ml-auto flex flex-wrap items-center justify-end gap-2">
          <RollBackLink org={org} release={release} />
        </span>
      </div>
      <dl className="mt-1.5 mb-4 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        <Fact name="by">{release.requestedBy}</Fact>
        <Fact name="from">{release.sourceName}</Fact>
        {commit ? (
          <Fact name="commit">
            <code title={commit} className="font-mono">
              {commit.slice(0, 7)}
            </code>
          </Fact>
        ) : null}
        <Fact name="started">
          <Ago at={release.createdAt} />
        </Fact>
        <Fact name={isFinal(release.status) ? "took" : "running for"}>
          <RunningTime from={release.startedAt ?? release.createdAt} to={release.finishedAt} />
        </Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex gap-1">
      <dt>{name}</dt>
      <dd className="font-medium text-ink">{children}</dd>
    </div>
  );
}
