import { expect, it } from "vitest";

import type { ObjectDiff, SyncDiff } from "#contracts/agent-diff.ts";

import { comparisonLine } from "./comparison-words.ts";

function object(change: ObjectDiff["change"]): ObjectDiff {
  return { kind: "ConfigMap", namespace: "shop", name: change, change, message: "", fields: [] };
}

function diff(about: Partial<SyncDiff>): SyncDiff {
  return { revision: "r1", same: 3, objects: [], more: 0, problems: [], ...about };
}

it.each([
  ["waiting", null, true, "The agent is asked."],
  ["waiting", null, false, "The agent is offline; the question waits for it."],
  ["running", null, true, "The agent asks the API server about every object."],
  ["expired", null, true, "The agent did not answer in time. Ask again when it is back."],
  ["done", null, true, "The agent could not tell."],
  ["done", diff({ same: 1 }), true, "Nothing: 1 object is as git says."],
  [
    "done",
    diff({ objects: [object("create"), object("update"), object("update")] }),
    true,
    "2 changed, 1 created; 3 objects are as git says.",
  ],
  [
    "done",
    diff({ objects: [object("delete"), object("refused")], more: 4 }),
    true,
    "1 refused by the cluster, 1 deleted, 4 more not listed; 3 objects are as git says.",
  ],
] as const)("%s, %j, connected %s: %s", (progress, found, connected, line) => {
  expect(comparisonLine({ progress, diff: found }, { connected })).toBe(line);
});
