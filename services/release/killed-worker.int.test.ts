import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { GitBranch, GitHost } from "#ports/git-repository.ts";
import type { Store } from "#ports/store/store.ts";
import type { WorkerContext } from "#services/worker-context.ts";
import { tags } from "#test/builders/shop.ts";
import { World } from "#test/world.ts";

import { readRelease } from "./read-release.ts";
import { runLane } from "./run-lane.ts";

const leaseMs = 10_000;

let world: World;
let round = 0;

beforeAll(async () => {
  world = await World.create();
});

afterAll(() => world.stop());

/** A process that dies at its n-th call to the world outside: before the call is made, or once it is carried out. */
class MortalProcess {
  calls = 0;
  readonly #dieAt: number;
  readonly #when: "before" | "after";

  constructor(dieAt: number, when: "before" | "after") {
    this.#dieAt = dieAt;
    this.#when = when;
  }

  async call<T>(work: () => Promise<T>): Promise<T> {
    this.calls += 1;
    if (this.calls > this.#dieAt) throw new Error("the process is dead");
    if (this.calls < this.#dieAt) return work();
    if (this.#when === "after") await work();
    throw new Error("the process dies here");
  }

  context(ctx: WorkerContext): WorkerContext {
    return { ...ctx, store: this.#store(ctx.store), git: this.#git(ctx.git) };
  }

  #store(store: Store): Store {
    return {
      ...store,
      read: (id, work) => this.call(() => store.read(id, work)),
      record: (id, work) => this.call(() => store.record(id, work)),
    };
  }

  #git(host: GitHost): GitHost {
    return { ...host, branch: (remote, branch) => this.#branch(host.branch(remote, branch)) };
  }

  #branch(branch: GitBranch): GitBranch {
    return {
      fetch: (signal) => this.call(() => branch.fetch(signal)),
      known: () => branch.known(),
      readBlob: (blob) => branch.readBlob(blob),
      log: (commit, limit) => this.call(() => branch.log(commit, limit)),
      commit: (base, commits) => this.call(() => branch.commit(base, commits)),
      push: (expected, commit, signal) => this.call(() => branch.push(expected, commit, signal)),
    };
  }
}

/** A release per service waits in the lane; every round moves the images to other tags. */
async function releaseEach(...services: readonly string[]): Promise<readonly number[]> {
  round += 1;
  const tag = tags[1 + (round % 2)] ?? "";
  const numbers: number[] = [];
  for (const service of services) numbers.push(await world.release("prod", [service, tag]));
  return numbers;
}

async function runMortal(dieAt: number, when: "before" | "after"): Promise<MortalProcess> {
  const process = new MortalProcess(dieAt, when);
  const input = { organizationId: world.organization.id, laneId: await world.laneId() };
  await runLane({ ctx: process.context(world.worker()), input }).catch(() => undefined);
  return process;
}

/** The reconciler finds what is due, and another process does it. */
async function takeOver(): Promise<void> {
  const { lanes } = await world.store.system.dueWork(world.clock.now(), { scanMs: 1, branchMs: 1 });
  for (const input of lanes) await runLane({ ctx: world.worker(), input });
}

async function expectOneCommitEach(numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    const ctx = world.person("owner");
    const release = await readRelease({ ctx, input: { number } });
    const found = await world.git.git("log", "--format=%H", `--grep=Release-Id: ${release.id}`);
    expect(found.split("\n").filter(Boolean)).toEqual([release.commit]);
    expect(release).toMatchObject({ status: "running", error: null, retryAt: null });
    expect(release.items).toMatchObject([{ status: "committed" }]);
    expect(release.steps.find(({ name }) => name === "push")?.status).toBe("succeeded");
  }
}

describe("a worker that is killed", () => {
  it.each([
    { when: "before", services: ["cart"] },
    { when: "after", services: ["cart", "mail"] },
  ] as const)(
    "$when any of its calls leaves one commit per release, once another takes over",
    { timeout: 240_000 },
    async ({ when, services }) => {
      for (let dieAt = 1; ; dieAt += 1) {
        const numbers = await releaseEach(...services);
        const process = await runMortal(dieAt, when);
        world.pass(leaseMs + 1);
        await takeOver();
        await expectOneCommitEach(numbers);
        if (process.calls < dieAt) return expect(dieAt).toBeGreaterThan(10);
      }
    },
  );

  it("leaves the lane closed to others until its lease has run out", async () => {
    const numbers = await releaseEach("cart", "mail");
    await runMortal(5, "before");
    world.pass(leaseMs - 1);
    await takeOver();
    const [number = 0] = numbers;
    const release = await readRelease({ ctx: world.person("owner"), input: { number } });
    expect(release.commit).toBeNull();
    world.pass(2);
    await takeOver();
    await expectOneCommitEach(numbers);
  });
});

describe("a worker that is stopped", () => {
  it("gives the lane back at once", async () => {
    const numbers = await releaseEach("cart", "mail");
    const stop = new AbortController();
    world.git.beforeNextPush(async () => stop.abort(new Error("stopping")));
    const input = { organizationId: world.organization.id, laneId: await world.laneId() };
    const ctx = world.worker({ signal: stop.signal });
    await runLane({ ctx, input }).catch(() => undefined);
    await runLane({ ctx: world.worker(), input });
    await expectOneCommitEach(numbers);
  });
});
