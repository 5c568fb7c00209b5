import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { ClusterView } from "#agent/state/cluster-view.ts";
import { ReportedWorkload } from "#contracts/agent-workload.ts";
import { rolloutStatus } from "#domain/rollout/status.ts";

import { applicationRecord } from "./application-record.ts";
import { daemonSetRecord } from "./daemon-set-record.ts";
import { deploymentRecord } from "./deployment-record.ts";
import { helmReleaseRecord } from "./helm-release-record.ts";
import { jobRecord } from "./job-record.ts";
import { ownKindRecord } from "./own-kind-record.ts";
import { podRecord } from "./pod-record.ts";
import { replicaSetRecord } from "./replica-set-record.ts";
import { rolloutRecord } from "./rollout-record.ts";
import { statefulSetRecord } from "./stateful-set-record.ts";
import { warningRecord } from "./warning-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

const Case = z.strictObject({
  it: z.string(),
  /** `kind/name` of the object that is judged. */
  of: z.string(),
  targets: z.record(z.string(), z.string()),
  /** Live objects, as the API server gives them. */
  objects: z.array(z.looseObject({ kind: z.string() })),
  state: z.string(),
  message: z.string(),
  reason: z.string().optional(),
  held: z.boolean().optional(),
});
type Case = z.infer<typeof Case>;

const records: Readonly<Record<string, (object: unknown) => WorkloadRecord>> = {
  Application: applicationRecord,
  Bakery: ownKindRecord({
    group: "example.org",
    kind: "Bakery",
    podTemplate: "spec.oven.template",
  }),
  DaemonSet: daemonSetRecord,
  Deployment: deploymentRecord,
  HelmRelease: helmReleaseRecord,
  Job: jobRecord,
  ReplicaSet: replicaSetRecord,
  Rollout: rolloutRecord,
  StatefulSet: statefulSetRecord,
};

const folder = join(import.meta.dirname, "rollout-cases");

function casesOf(file: string): readonly Case[] {
  return z.array(Case).parse(parse(readFileSync(join(folder, file), "utf8"), { merge: true }));
}

/** Everything as an agent would report it, whatever the order in which its watches told it. */
function observe(objects: Case["objects"]) {
  const view = new ClusterView({ changed: () => {}, appliedRevision: () => null });
  for (const object of objects) {
    const record = records[object.kind];
    if (record !== undefined) view.workloadCache().put(record(object));
    else if (object.kind === "Pod") view.pods.put(podRecord(object));
    else view.warnings.put(warningRecord(object));
  }
  return view.uids().map((uid) => ReportedWorkload.parse(view.observe(uid)));
}

describe.each(readdirSync(folder))("%s", (file) => {
  describe.each(casesOf(file))("$of $it", ({ of, targets, objects, ...wanted }) => {
    it.each([
      ["in order", objects],
      ["the last first", objects.toReversed()],
    ])(`is ${wanted.state}, ${wanted.message} (%s)`, (_, told) => {
      const observed = observe(told).find(({ kind, name }) => `${kind}/${name}` === of);
      const status = observed && rolloutStatus(observed, targets);
      const { state, message, reason, held } = wanted;
      expect(status).toMatchObject({
        state,
        message,
        ...(reason !== undefined && { reason }),
        ...(held !== undefined && { held }),
      });
    });
  });
});
