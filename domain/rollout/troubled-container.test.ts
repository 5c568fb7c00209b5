import { expect, it } from "vitest";

import { podContainer } from "#test/observed-workload.ts";

import { troubledContainer } from "./troubled-container.ts";

const running = podContainer({ name: "web", state: "running", ready: true });
const starting = podContainer({ name: "proxy", state: "running", ready: false });
const restarted = podContainer({ name: "cache", state: "running", ready: false, restarts: 2 });
const backingOff = podContainer({
  name: "worker",
  state: "waiting",
  ready: false,
  reason: "CrashLoopBackOff",
  restarts: 3,
  lastExitCode: 1,
});
const done = podContainer({ name: "migrate", init: true, state: "terminated", exitCode: 0 });
const broken = podContainer({ name: "fetch", init: true, state: "terminated", exitCode: 2 });
const pulling = podContainer({ name: "pull", state: "waiting", ready: false });

it.each([
  { of: [running, starting], name: "proxy" },
  { of: [starting, restarted], name: "cache" },
  { of: [restarted, backingOff], name: "worker" },
  { of: [pulling, done, broken], name: "fetch" },
  { of: [running, done], name: "web" },
  { of: [running, pulling], name: "web" },
  { of: [], name: undefined },
])("of %o", ({ of, name }) => {
  expect(troubledContainer(of)?.name).toBe(name);
});
