import { describe, expect, it } from "vitest";

import { flushPacket, pktLine, readPktLines } from "./pkt-line.ts";
import { declined, readReport } from "./receive-pack.ts";
import type { PushReport } from "./receive-pack.ts";

const ok = "ok refs/heads/main\n";

/** An answer as git sends it: the report in the data band, words for people in the message band. */
function answer(lines: readonly string[], messages: readonly string[] = []): Buffer {
  const report = Buffer.concat([...lines.map(pktLine), flushPacket]).toString("latin1");
  const spoken = messages.map((message) => pktLine(`\u0002${message}`));
  return Buffer.concat([...spoken, pktLine(`\u0001${report}`), flushPacket]);
}

function refused(reason: string): readonly string[] {
  return ["unpack ok\n", `ng refs/heads/main ${reason}\n`];
}

describe("readReport", () => {
  it.each<{ about: string; answer: Buffer; report: PushReport }>([
    {
      about: "a push that was carried out",
      answer: answer(["unpack ok\n", ok]),
      report: { isComplete: true, unpacked: true, outcome: { kind: "pushed" }, refusal: "" },
    },
    {
      about: "a push that came too late",
      answer: answer(refused("fetch first")),
      report: {
        isComplete: true,
        unpacked: true,
        outcome: { kind: "moved" },
        refusal: "fetch first",
      },
    },
    {
      about: "a push that met another at the lock",
      answer: answer(refused("failed to update ref"), ["error: cannot lock ref"]),
      report: {
        isComplete: true,
        unpacked: true,
        outcome: { kind: "moved" },
        refusal: "failed to update ref · error: cannot lock ref",
      },
    },
    {
      about: "a push that a rule of the host declined",
      answer: answer(refused("pre-receive hook declined"), ["main is protected"]),
      report: {
        isComplete: true,
        unpacked: true,
        outcome: null,
        refusal: "pre-receive hook declined · main is protected",
      },
    },
    {
      about: "a pack that the host could not read",
      answer: answer(["unpack index-pack abnormal exit\n", "ng refs/heads/main unpacker error\n"]),
      report: { isComplete: true, unpacked: false, outcome: null, refusal: "unpacker error" },
    },
    {
      about: "a word about another branch only",
      answer: answer(["unpack ok\n", "ok refs/heads/other\n"]),
      report: { isComplete: false, unpacked: true, outcome: null, refusal: "" },
    },
    {
      about: "nothing",
      answer: Buffer.alloc(0),
      report: { isComplete: false, unpacked: false, outcome: null, refusal: "" },
    },
    {
      about: "a web page",
      answer: Buffer.from("<html>Please sign in</html>"),
      report: { isComplete: false, unpacked: false, outcome: null, refusal: "" },
    },
    {
      about: "an answer that breaks off",
      answer: answer(["unpack ok\n", ok]).subarray(0, 20),
      report: { isComplete: false, unpacked: true, outcome: null, refusal: "" },
    },
  ])("reads $about", ({ answer: bytes, report }) => {
    expect(readReport(bytes, "main")).toEqual(report);
  });
});

describe("declined", () => {
  const transport = { host: "git.test" };

  it.each([
    { refusal: "protected", end: "and said: protected." },
    { refusal: "", end: "and gave no reason." },
  ])("says who declined and why: $refusal", ({ refusal, end }) => {
    const error = declined(transport, "main", refusal);
    expect(error.message).toBe(`The git server git.test declined the push to main ${end}`);
    expect(error.code).toBe("forbidden");
  });
});

describe("pkt-lines", () => {
  it("are four digits of length and the content, in bytes", () => {
    expect(pktLine("größe\n").toString("utf8")).toBe("000cgröße\n");
    expect(
      [...readPktLines(Buffer.concat([pktLine("a"), flushPacket, pktLine("bc")]))].map(String),
    ).toEqual(["a", "bc"]);
  });
});
