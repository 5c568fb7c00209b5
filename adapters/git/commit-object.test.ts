import { describe, expect, it } from "vitest";

import { encodeCommit } from "./commit-object.ts";
import { makeSigningKey } from "./ssh-signature.ts";

const commit = {
  tree: "1".repeat(40),
  parent: "2".repeat(40),
  author: { name: "Ana Example", email: "ana@acme.test" },
  authoredAt: new Date("2026-03-01T12:00:00.900Z"),
  committer: { name: "Stagecoach", email: "stagecoach@acme.test" },
  at: new Date("2026-03-01T12:00:05.000Z"),
  message: "promote(prod): cart 1.2.0\n\nRelease-Id: 7\n",
  signingKey: null,
};

function lines(changes: Partial<typeof commit>): readonly string[] {
  return encodeCommit({ ...commit, ...changes })
    .data.toString("utf8")
    .split("\n");
}

it("names the author and the committer, each with their time in whole seconds", () => {
  expect(encodeCommit(commit).data.toString("utf8")).toBe(
    [
      `tree ${commit.tree}`,
      `parent ${commit.parent}`,
      "author Ana Example <ana@acme.test> 1772366400 +0000",
      "committer Stagecoach <stagecoach@acme.test> 1772366405 +0000",
      "",
      commit.message,
    ].join("\n"),
  );
});

it("begins a branch without a parent", () => {
  const data = encodeCommit({ ...commit, parent: null }).data.toString("utf8");
  expect(data).not.toMatch(/^parent/m);
});

describe("a name that would break the format", () => {
  it.each([
    { name: "Eve <root@acme.test>", email: "eve@acme.test", line: "Eve root@acme.test" },
    { name: "Eve\nparent 0000", email: "eve@acme.test", line: "Eveparent 0000" },
    { name: " \t.Dr. Ö,\u0000 ", email: "o@acme.test", line: "Dr. Ö" },
    { name: "", email: "ana@acme.test", line: "ana" },
    { name: "<>", email: "", line: "unknown" },
  ])("$name becomes $line", ({ name, email, line }) => {
    const author = lines({ author: { name, email } })[2];
    expect(author).toBe(`author ${line} <${email}> 1772366400 +0000`);
  });
});

it("keeps a message whole but for characters that git forbids", () => {
  const data = encodeCommit({ ...commit, message: "a\u0000b — ü\n" }).data;
  expect(data.toString("utf8").split("\n\n")[1]).toBe("ab — ü\n");
});

it("puts the signature last into the head, its lines indented", () => {
  const { privateKey } = makeSigningKey("test");
  const data = encodeCommit({ ...commit, signingKey: privateKey }).data.toString("utf8");
  const [head = ""] = data.split("\n\n");
  const from = head.indexOf("gpgsig ");
  expect(head.slice(0, from).trimEnd()).toBe(lines({}).slice(0, 4).join("\n"));
  const signature = head.slice(from).split("\n");
  expect(signature[0]).toBe("gpgsig -----BEGIN SSH SIGNATURE-----");
  expect(signature.slice(1).every((line) => line.startsWith(" "))).toBe(true);
  expect(signature.at(-1)).toBe(" -----END SSH SIGNATURE-----");
});
