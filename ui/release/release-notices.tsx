"use client";
import Link from "next/link";

import type { ReleaseDetail } from "#contracts/api/release.ts";
import { isFinal } from "#domain/promotion/release.ts";
import { Ago } from "#ui/components/ago.tsx";
import { ButtonLink } from "#ui/components/button-link.tsx";
import { durationText } from "#ui/components/duration-text.ts";
import { Notice } from "#ui/components/notice.tsx";
import { useNow } from "#ui/components/ticker.ts";

import { replanHref, staleText } from "./stale-release.ts";

interface ReleaseNoticesProps {
  readonly org: string;
  readonly release: ReleaseDetail;
}

/** What a person should know or do about a release. */
export function ReleaseNotices({ org, release }: ReleaseNoticesProps) {
  const { error, retryAt, agent, rollbackOf, rolledBackBy, target } = release;
  const stale = staleText(error);
  return (
    <div className="grid gap-2 not-empty:mb-4">
      {rolledBackBy === null ? null : (
        <Notice tone="behind">
          Rolled back by <ReleaseLink org={org} number={rolledBackBy} />.
        </Notice>
      )}
      {rollbackOf === null ? null : (
        <Notice>
          Restores what the files said before <ReleaseLink org={org} number={rollbackOf} />.
        </Notice>
      )}
      {stale === null ? null : (
        <Notice
          tone="behind"
          role="alert"
          action={<ButtonLink href={replanHref(org, release)}>Show the new plan</ButtonLink>}
        >
          <p className="font-semibold">
            The files changed after the plan was made; nothing was committed.
          </p>
          <p>{stale}</p>
        </Notice>
      )}
      {error !== null && stale === null && retryAt === null ? (
        <Notice tone="bad" role="alert">
          {error}
        </Notice>
      ) : null}
      {retryAt === null || isFinal(release.status) ? null : (
        <Notice tone="behind">
          {error ?? "Something outside does not answer."} <Retry at={retryAt} />
        </Notice>
      )}
      {agent.connected || isFinal(release.status) ? null : (
        <Notice tone="behind">
          The agent of {target.name} is offline
          {agent.stateAt ? (
            <>
              , last heard <Ago at={agent.stateAt} />
            </>
          ) : null}
          . Commits are made all the same; the rollout is judged when it is back.
        </Notice>
      )}
    </div>
  );
}

function ReleaseLink({ org, number }: { readonly org: string; readonly number: number }) {
  return (
    <Link href={`/${org}/releases/${number}`} className="underline">
      #{number}
    </Link>
  );
}

function Retry({ at }: { readonly at: string }) {
  const now = useNow();
  if (now === null) return "It is tried again.";
  const left = Date.parse(at) - now;
  return left > 0 ? `Tried again in ${durationText(left)}.` : "It is tried again now.";
}
