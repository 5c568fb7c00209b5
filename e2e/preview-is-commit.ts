import { expect } from "@playwright/test";

import type { PlanResponse } from "#contracts/api/plan.ts";
import type { ReleaseDetail } from "#contracts/api/release.ts";

import { ConfigRepository } from "./config-repository.ts";

/** The promise: what the plan showed is the commit, byte for byte, with the release's trailers. */
export async function expectPreviewIsCommit(
  plan: Pick<PlanResponse, "diff" | "message"> | null,
  release: ReleaseDetail,
  repository = "acme/config",
): Promise<void> {
  await using clone = await ConfigRepository.clone(repository);
  const commit = release.commit ?? "";
  expect(await clone.diffOf(commit)).toBe(plan?.diff);
  const message = await clone.message(commit);
  expect(message.startsWith(plan?.message.trimEnd() ?? "no plan")).toBe(true);
  expect(message).toContain(`Release-Id: ${release.id}`);
  expect(message).toContain("Requested-By: ");
  expect(message).toContain(`Source: ${release.sourceName}`);
  const others = await clone.git("log", "--format=%B", "origin/HEAD");
  expect(others.split(`Release-Id: ${release.id}`).length - 1).toBe(1);
}
