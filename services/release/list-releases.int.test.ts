import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ReleaseListQuery } from "#contracts/api/release.ts";
import { World } from "#test/world.ts";

import { listReleases } from "./list-releases.ts";

let world: World;

beforeAll(async () => {
  world = await World.create();
  await world.release("prod", ["cart", "1.1.0"]);
  await world.release("stage", ["cart", "1.2.0"]);
  await world.release("prod", ["mail", "1.2.0"]);
  await world.work("run-lane");
  await world.git.commit({ "clusters/prod/mail.yaml": null });
  await world.release("prod", ["checkout", "1.1.0"]);
  await world.git.commit({ "clusters/prod/checkout.yaml": null });
  await world.work("run-lane");
  await world.release("dev", ["cart", "1.0.0"], ["mail", "1.1.0"]);
});

afterAll(() => world.stop());

function list(input: Partial<ReleaseListQuery> = {}) {
  return listReleases({ ctx: world.person("viewer"), input: { limit: 50, ...input } });
}

async function numbers(input: Partial<ReleaseListQuery> = {}): Promise<readonly number[]> {
  return (await list(input)).items.map(({ number }) => number);
}

describe("listReleases", () => {
  it("goes from the newest to the oldest, page by page, without a gap", async () => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 2, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.items.map(({ number }) => number));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual([5, 4, 3, 2, 1]);
  });

  it("has no next page after the last release", async () => {
    expect((await list({ limit: 5 })).nextCursor).toBeNull();
    expect((await list({ limit: 4 })).nextCursor).toBe("2");
  });

  it.each<{ about: string; query: () => Partial<ReleaseListQuery>; expected: readonly number[] }>([
    { about: "a cluster", query: () => ({ cluster: world.clusters.prod }), expected: [4, 3, 1] },
    { about: "a cluster by its name", query: () => ({ cluster: "stage" }), expected: [2] },
    { about: "a workload", query: () => ({ workload: "shop:deployment/mail" }), expected: [5, 3] },
    { about: "what is under way", query: () => ({ status: "running" }), expected: [5, 3, 2, 1] },
    { about: "what failed", query: () => ({ status: "failed" }), expected: [4] },
    { about: "what succeeded", query: () => ({ status: "succeeded" }), expected: [] },
    { about: "a word of the title", query: () => ({ q: "MAIL" }), expected: [5, 3] },
    { about: "a tag", query: () => ({ q: "1.2.0" }), expected: [3, 2] },
    { about: "a wildcard, which means itself", query: () => ({ q: "%" }), expected: [] },
    { about: "a cluster that is not one", query: () => ({ cluster: "nowhere" }), expected: [] },
  ])("finds $about", async ({ query, expected }) => {
    expect(await numbers(query())).toEqual(expected);
  });

  it("counts items", async () => {
    const { items } = await list({ limit: 1 });
    expect(items[0]?.counts).toEqual({ updated: 0, skipped: 0, failed: 0, total: 2 });
  });

  it.each([{ cursor: "last" }, { cursor: "-1" }, { workload: "cart" }])(
    "refuses %o",
    async (query) => {
      await expect(list(query)).rejects.toMatchObject({ code: "invalid" });
    },
  );
});
