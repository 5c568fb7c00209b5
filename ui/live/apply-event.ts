import type { QueryClient } from "@tanstack/react-query";

import type { StreamEvent } from "#contracts/events.ts";
import { releaseQuery } from "#ui/queries/releases.ts";

import type { LiveEvent } from "./live-event.ts";
import { mergeRelease } from "./merge-release.ts";
import { outdate } from "./outdate.ts";

/**
 * Brings the cached answers up to date: an open release takes the change itself, lists and details that
 * mention what changed are asked for again.
 */
export function applyEvent(client: QueryClient, org: string, { seq, event }: LiveEvent): void {
  for (const queryKey of outdatedBy(org, event)) outdate(client, { queryKey });
  if (event.kind !== "release") return;
  client.setQueryData(releaseQuery(org, event.number).queryKey, (release) =>
    release === undefined ? undefined : mergeRelease(release, seq, event),
  );
}

function outdatedBy(org: string, event: StreamEvent): readonly (readonly unknown[])[] {
  switch (event.kind) {
    case "row":
    case "row-gone":
      return [["workload", org, event.key]];
    case "matrix":
      return [["workload", org]];
    case "cluster":
      return [
        ["clusters", org],
        ["enrolment", org, event.id],
      ];
    case "sync":
      return [["cluster-sync", org, event.id]];
    case "release":
      return [["releases", org]];
    case "plan":
      return [["plan", org, event.id]];
    case "pod-logs":
      return [["pod-logs", org, event.id]];
  }
}

/** Asks again for everything of the organization that is shown; plans stay as they were made. */
export function applyReset(client: QueryClient, org: string): void {
  outdate(client, {
    predicate: ({ queryKey }) => queryKey[1] === org && queryKey[0] !== "planned",
  });
}
