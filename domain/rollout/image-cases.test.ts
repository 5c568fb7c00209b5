import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { digestNamed, withDigests } from "#test/named-digest.ts";
import { pod, podContainer, workload } from "#test/observed-workload.ts";

import { rolloutStatus } from "./status.ts";

const word = z.string();
const Case = z.strictObject({
  it: word,
  kind: word.optional(),
  /** As the workload names it; its pods name it web. */
  container: word.default("web"),
  target: word.transform(withDigests),
  promoted: z.array(word.transform(digestNamed)).default([]),
  now: z.array(word.transform(digestNamed)).default([]),
  pods: z.array(
    z.strictObject({
      image: word.transform(withDigests),
      imageId: word.transform(withDigests).nullable(),
      state: z.enum(["waiting", "running"]).default("running"),
      reason: word.nullable().default(null),
    }),
  ),
  state: word,
  message: word.transform(withDigests),
  reason: word.optional(),
});
type Case = z.infer<typeof Case>;

const folder = join(import.meta.dirname, "image-cases");

function casesOf(file: string): readonly Case[] {
  return z.array(Case).parse(parse(readFileSync(join(folder, file), "utf8")));
}

function running(given: Case) {
  const count = given.pods.length;
  return workload({
    ...(given.kind !== undefined && { kind: given.kind }),
    containers: [{ name: given.container, init: false, image: given.target }],
    replicas: { desired: count, total: count, updated: count, ready: count, available: count },
    pods: given.pods.map((each, at) =>
      pod({ name: `web-${at}`, containers: [podContainer({ name: "web", ...each })] }),
    ),
  });
}

describe.each(readdirSync(folder))("%s", (file) => {
  it.each(casesOf(file))("$it: $state", (given) => {
    const { container, target: image, promoted: digests, now, state, message, reason } = given;
    expect(rolloutStatus(running(given), { [container]: { image, digests, now } })).toMatchObject({
      state,
      message,
      ...(reason !== undefined && { reason }),
    });
  });
});
