import { describe, expect, it } from "vitest";
import { z } from "zod";

import { exampleCases } from "#test/example-cases.ts";

import { isRegistryHost } from "./grammar.ts";
import {
  canonicalImageRef,
  canonicalName,
  formatImageRef,
  parseImageRef,
  registryHost,
  repositoryPath,
  withVersion,
} from "./ref.ts";

const Case = z.object({
  id: z.string(),
  kind: z.string(),
  input: z.string(),
  error: z.boolean().optional(),
  quirk: z.string().optional(),
  isDomain: z.boolean().optional(),
  string: z.string().optional(),
  registry: z.string().optional(),
  repository: z.string().optional(),
  canonicalName: z.string().optional(),
  canonicalRef: z.string().optional(),
  tag: z.string().optional(),
  sha: z.string().optional(),
  withNewTag: z.string().optional(),
});
const cases = exampleCases("image-ref-cases.json", Case);
const references = cases.filter(({ kind }) => kind !== "domain");

/** The set calls Docker Hub by its older name. */
function hub(name: string): string {
  return name.replace(/^index\.docker\.io(?=\/|$)/, "docker.io");
}

describe.skipIf(cases.length === 0)("example set", () => {
  it.each(cases.filter(({ kind }) => kind === "domain"))(
    "$id: $input is a host: $isDomain",
    ({ input, isDomain }) => {
      expect(isRegistryHost(input)).toBe(isDomain);
    },
  );

  it.each(
    references.filter(({ error, quirk }) => error === true || quirk?.includes("white space")),
  )("$id: refuses $input", ({ input }) => {
    expect(() => parseImageRef(input)).toThrow("is not an image reference");
  });

  it.each(references.filter(({ error, quirk }) => error !== true && quirk === undefined))(
    "$id: $input",
    ({ input, withNewTag, ...expected }) => {
      const ref = parseImageRef(input);
      expect(formatImageRef(ref)).toBe(expected.string ?? input);
      const read = {
        registry: registryHost(ref.name),
        repository: repositoryPath(ref.name),
        canonicalName: canonicalName(ref.name),
        canonicalRef: canonicalImageRef(ref),
        tag: ref.tag ?? "",
        sha: ref.digest?.replace(/^sha256:/, "") ?? "",
      };
      for (const [name, value] of Object.entries(read)) {
        const wanted = expected[name as keyof typeof read];
        if (wanted !== undefined) expect(value, name).toBe(hub(wanted));
      }
      if (withNewTag !== undefined) {
        expect(formatImageRef(withVersion(ref, { tag: "new" }))).toBe(withNewTag);
      }
    },
  );
});
