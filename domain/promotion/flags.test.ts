import { describe, expect, it } from "vitest";

import { parseImageRef } from "#domain/image/ref.ts";
import { knowledge } from "#test/builders/plan-input.ts";

import { versionFlags } from "./flags.ts";

const images = knowledge({ nginx: ["main-aaa", "main-bbb", "7.0"] });

describe("versionFlags", () => {
  it.each<{ from: string; to: string; flags: readonly string[] }>([
    { from: "1.2.3", to: "1.2.4", flags: [] },
    { from: "1.2.3", to: "v1.10.0", flags: [] },
    { from: "1.2.3", to: "2.0.0", flags: ["major"] },
    { from: "1.2.3", to: "1.2.2", flags: ["downgrade"] },
    { from: "2.0.0", to: "1.9.9", flags: ["downgrade", "major"] },
    { from: "1.2.3", to: "1.2.3-rc.1", flags: ["downgrade"] },
    { from: "1.2", to: "1.10", flags: [] },
    { from: "main-aaa", to: "main-bbb", flags: [] },
    { from: "main-bbb", to: "main-aaa", flags: ["downgrade"] },
    { from: "7.0", to: "main-aaa", flags: ["downgrade"] },
    { from: "main-aaa", to: "main-unknown", flags: [] },
    { from: "1.2.3.4", to: "1.2.3.3", flags: [] },
  ])("$from to $to: $flags", ({ from, to, flags }) => {
    const result = versionFlags(
      parseImageRef(`nginx:${from}`),
      parseImageRef(`nginx:${to}`),
      images,
    );
    expect(result).toEqual(flags);
  });

  it("says nothing where only digests are known", () => {
    const one = parseImageRef(`nginx@sha256:${"a".repeat(64)}`);
    expect(versionFlags(one, parseImageRef("nginx:1.0.0"), images)).toEqual([]);
  });
});
