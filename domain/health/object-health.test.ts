import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { objectHealth } from "./object-health.ts";

const Case = z.strictObject({
  it: z.string(),
  is: z.string(),
  metadata: z.looseObject({}).optional(),
  spec: z.looseObject({}).optional(),
  status: z.looseObject({}).optional(),
  health: z.string(),
  message: z.string().optional(),
});

const folder = join(import.meta.dirname, "cases");

function casesOf(file: string): readonly z.infer<typeof Case>[] {
  return z.array(Case).parse(parse(readFileSync(join(folder, file), "utf8")));
}

describe.each(readdirSync(folder))("%s", (file) => {
  it.each(casesOf(file))("$is that $it is $health", ({ is, metadata, spec, status, ...wanted }) => {
    const [apiVersion = "", kind = ""] = is.split(" ");
    const object = { apiVersion, kind, metadata: { name: "web", ...metadata }, spec, status };
    const found = objectHealth(object);
    expect(found?.status).toBe(wanted.health);
    if (wanted.message !== undefined) expect(found?.message).toBe(wanted.message);
  });
});

describe("what is no object", () => {
  it.each([null, "text", [], {}, { kind: 1 }])("%j has no health", (value) => {
    expect(objectHealth(value)).toBeNull();
  });
});

it("judges an object of kind and status alone", () => {
  const status = { health: { status: "Healthy" } };
  const application = { apiVersion: "argoproj.io/v1alpha1", kind: "Application", status };
  expect(objectHealth(application)?.status).toBe("healthy");
});
