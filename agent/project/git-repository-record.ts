import { z } from "zod";

import { Conditions, observedConditions } from "./conditions.ts";
import { fluxFailure } from "./engine-failure.ts";
import { commitOf } from "./engine-revision.ts";
import { silentSource, withoutCredentials } from "./engine-source.ts";
import { Metadata } from "./metadata.ts";
import { identityOf, plain } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

const text = z.string().nullish();
const Reference = z.object({ branch: text, tag: text, semver: text, commit: text, name: text });

const GitRepository = z.object({
  metadata: Metadata,
  spec: z.object({ url: z.string(), suspend: z.boolean().nullish(), ref: Reference.nullish() }),
  status: z
    .object({
      observedGeneration: z.int().nullish(),
      conditions: Conditions,
      artifact: z.object({ revision: text }).nullish(),
    })
    .default({}),
});

/** What is kept of a Flux GitRepository: its address and branch, never the Secret that it names. */
export function gitRepositoryRecord(object: unknown): WorkloadRecord {
  const { metadata, spec, status } = GitRepository.parse(object);
  return {
    ...plain,
    ...identityOf(metadata),
    kind: "gitrepository",
    observedGeneration: Math.max(0, status.observedGeneration ?? 0),
    paused: spec.suspend ?? false,
    conditions: observedConditions(status.conditions, { object, others: true }),
    source: {
      ...silentSource,
      url: withoutCredentials(spec.url),
      branch: branchOf(spec.ref),
      automatic: !(spec.suspend ?? false),
      seen: commitOf(status.artifact?.revision),
      failure: fluxFailure(status.conditions, { object, revision: null }),
    },
  };
}

/** Flux takes `master` where nothing is said, and prefers a commit, a name, a range and a tag to a branch. */
function branchOf(ref: z.infer<typeof Reference> | null | undefined): string | null {
  if (!ref) return "master";
  const { branch, tag, semver, commit, name } = ref;
  if (commit || name || semver || tag) return null;
  return branch ?? "master";
}
