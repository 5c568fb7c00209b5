import { describe, expect, it } from "vitest";

import { clusterState } from "./cluster-state.ts";

const lockedKey = {
  generation: 3,
  since: "2026-01-02T03:04:05Z",
  rotates: true,
  elsewhere: false,
  lock: { at: "2026-01-02T03:04:05Z", cause: "two-agents" as const },
};
const healthy: Parameters<typeof clusterState>[0] = {
  connected: true,
  enrolment: "enrolled",
  key: null,
  stateAt: "2026-01-02T03:04:05Z",
  sync: { revision: "0123456789", at: "2026-01-02T03:04:05Z", ok: true, message: "2 changed" },
  source: { repository: "https://git.example.test/config", branch: "main", path: "clusters/dev" },
};

describe("a cluster's state in a word", () => {
  it.each([
    { about: "all well", change: {}, word: "connected", tone: "ok" },
    {
      about: "never enrolled",
      change: { enrolment: "never" as const },
      word: "no agent yet",
      tone: "plain",
    },
    {
      about: "token waits",
      change: { enrolment: "waiting" as const },
      word: "no agent yet",
      tone: "plain",
    },
    {
      about: "a copied key",
      change: { connected: false, key: lockedKey },
      word: "agent locked",
      tone: "bad",
    },
    { about: "agent away", change: { connected: false }, word: "agent offline", tone: "bad" },
    { about: "first snapshot on its way", change: { stateAt: null }, word: "reading", tone: "run" },
    {
      about: "nowhere to commit",
      change: { source: null },
      word: "no config repository",
      tone: "behind",
    },
  ])("$about", ({ change, word, tone }) => {
    expect(clusterState({ ...healthy, ...change })).toMatchObject({ word, tone });
  });

  it("says why the agent could not apply", () => {
    const sync = {
      revision: "0123456789",
      at: "2026-01-02T03:04:05Z",
      ok: false,
      message: "conflict with helm",
    };
    expect(clusterState({ ...healthy, sync })).toMatchObject({
      word: "cannot apply",
      line: "conflict with helm",
    });
  });
});
