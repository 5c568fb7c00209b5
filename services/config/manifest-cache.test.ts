import { describe, expect, it } from "vitest";

import { DomainError } from "#domain/error.ts";
import type { GitBranch, GitTip } from "#ports/git-repository.ts";

import { ManifestCache } from "./manifest-cache.ts";

const text = "apiVersion: v1\nkind: Namespace\nmetadata: { name: n }\n";

function tipOf(commit: string, blobs: Readonly<Record<string, string>>): GitTip {
  return { commit, blobs: new Map(Object.entries(blobs)) };
}

/** A branch whose blobs all hold the same text, and the blobs that were read from it. */
function countingBranch(): {
  readonly branch: Pick<GitBranch, "readBlob">;
  readonly read: string[];
} {
  const read: string[] = [];
  return {
    read,
    branch: {
      async readBlob(blob) {
        read.push(blob);
        return Promise.resolve(Buffer.from(text));
      },
    },
  };
}

describe("ManifestCache", () => {
  it("reads the YAML files of a tip, and of the next tip only what changed", async () => {
    const { branch, read } = countingBranch();
    const cache = new ManifestCache();
    const first = await cache.read(
      branch,
      tipOf("c1", { "a.yaml": "1", "b.yml": "2", "c.md": "3" }),
    );
    expect([...first.files.keys()]).toEqual(["a.yaml", "b.yml"]);
    const next = await cache.read(branch, tipOf("c2", { "a.yaml": "1", "b.yml": "4" }));
    expect(read).toEqual(["1", "2", "4"]);
    expect(next.files.get("a.yaml")).toBe(first.files.get("a.yaml"));
  });

  it("names a file that was left at the host, and reads the others", async () => {
    const branch = {
      async readBlob(blob: string): Promise<Buffer> {
        if (blob === "1") throw new DomainError("invalid", "The file was not fetched.");
        return Promise.resolve(Buffer.from(text));
      },
    };
    const { files } = await new ManifestCache().read(
      branch,
      tipOf("c1", { "a.yaml": "1", "b.yaml": "2" }),
    );
    const problem = { file: "a.yaml", line: 1, column: 1, message: "The file was not fetched." };
    expect(files.get("a.yaml")?.problems).toEqual([problem]);
    expect(files.get("b.yaml")?.documents).toHaveLength(1);
  });

  it("keeps no more than it may, and forgets what was not used for longest", async () => {
    const { branch, read } = countingBranch();
    const cache = new ManifestCache(2 * 1024);
    await cache.read(branch, tipOf("c1", { "a.yaml": "1", "b.yaml": "2" }));
    await cache.read(branch, tipOf("c2", { "a.yaml": "1", "c.yaml": "3" }));
    await cache.read(branch, tipOf("c3", { "a.yaml": "1", "b.yaml": "2" }));
    expect(read).toEqual(["1", "2", "3", "2"]);
  });

  it("names a file that is not UTF-8 and reads nothing of it", async () => {
    const cache = new ManifestCache();
    const branch = { readBlob: async () => Promise.resolve(Buffer.from([0xff, 0xfe, 0x00])) };
    const { files } = await cache.read(branch, tipOf("c1", { "a.yaml": "1" }));
    expect(files.get("a.yaml")?.problems).toMatchObject([
      { message: "The file is not UTF-8 text." },
    ]);
  });
});
