import type { Config } from "#agent/config.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { mayDo } from "#agent/rights/may-do.ts";

import { findingsOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { networkWords } from "./network-cause.ts";
import { rightsBySet, rightsOf } from "./rights-by-set.ts";
import type { RightSet } from "./rights-by-set.ts";

const atATime = 8;

interface Asked {
  readonly client: KubeClient;
  readonly config: Pick<Config, "sync" | "namespaces">;
  readonly signal: AbortSignal;
}

/** Which permission sets the API server grants the agent, each asked right by right in every namespace it watches. */
export async function checkRights(asked: Asked): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const set of ["observe", "nudge", "sync", "logs"] as const) {
    findings.push(await checkSet(set, asked));
  }
  return findings;
}

async function checkSet(set: RightSet, asked: Asked): Promise<Finding> {
  const { failed } = findingsOf(`rights: ${set}`);
  try {
    const { missing, count } = await missingRights(set, asked);
    return judge(set, { missing, count, sync: asked.config.sync });
  } catch (error) {
    const next = "Look at the check of the API server.";
    return failed(`The API server does not tell: ${networkWords(error)}.`, next);
  }
}

/** The lines of the set that are not wholly granted, with the namespace where they are not. */
async function missingRights(
  set: RightSet,
  { client, config, signal }: Asked,
): Promise<{ readonly missing: readonly string[]; readonly count: number }> {
  const namespaces = config.namespaces.length === 0 ? [null] : config.namespaces;
  const questions = namespaces.flatMap((namespace) =>
    rightsBySet[set].flatMap((line) => rightsOf(line).map((right) => ({ line, right, namespace }))),
  );
  const missing = new Set<string>();
  for (let start = 0; start < questions.length; start += atATime) {
    await Promise.all(
      questions.slice(start, start + atATime).map(async ({ line, right, namespace }) => {
        if (await mayDo(client, right, { namespace, signal })) return;
        const what = line.split(" ").at(-1) ?? "";
        missing.add(`${right.verb} ${what}${namespace === null ? "" : ` in ${namespace}`}`);
      }),
    );
  }
  return { missing: [...missing], count: questions.length };
}

function judge(
  set: RightSet,
  facts: {
    readonly missing: readonly string[];
    readonly count: number;
    readonly sync: Config["sync"];
  },
): Finding {
  const { missing, count, sync } = facts;
  const { ok, failed, warning, skipped } = findingsOf(`rights: ${set}`);
  if (missing.length === 0) return ok("Given.");
  const names = `${missing.slice(0, 8).join("; ")}${missing.length > 8 ? `; and ${missing.length - 8} more` : ""}`;
  if (set === "observe") {
    const next = "Apply the agent's roles again: helm upgrade, or the install command's manifests.";
    return failed(`Missing: ${names}.`, next);
  }
  const give = `To give it: helm upgrade stagecoach-agent … --reuse-values --set permissions.${set}=true`;
  if (set === "sync" && sync === "apply") {
    return failed(
      `The agent is to sync, and may not: ${names}.`,
      `${give}; or set STAGECOACH_SYNC=off.`,
    );
  }
  if (missing.length === count) return skipped(`Not given. ${give}.`);
  return warning(`Given in part. Missing: ${names}.`, `${give}.`);
}
