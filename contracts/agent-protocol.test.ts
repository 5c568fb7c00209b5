import { describe, expect, it } from "vitest";

import * as protocol from "./agent-protocol.ts";
import { AgentFrame, ServerFrame } from "./agent-protocol.ts";

/** The types of a union's frames. */
function typesOf(union: typeof AgentFrame | typeof ServerFrame): readonly string[] {
  return union.options.flatMap(({ shape }) => [...shape.type.values]);
}

describe("agent.v1", () => {
  it("exports what agents in the field rely on", () => {
    expect(Object.keys(protocol).sort()).toEqual([
      "AgentCommand",
      "AgentFrame",
      "ServerFrame",
      "agentPaths",
      "agentSubprotocol",
      "challengeText",
      "frameLimits",
      "snapshotText",
    ]);
  });

  it("has these frames and no others", () => {
    expect(typesOf(AgentFrame)).toEqual([
      "hello",
      "proof",
      "recall",
      "snapBegin",
      "snapChunk",
      "snapEnd",
      "delta",
      "commandReceived",
      "commandResult",
      "rotateKey",
      "contentRequest",
      "heartbeat",
    ]);
    expect(typesOf(ServerFrame)).toEqual([
      "challenge",
      "welcome",
      "recalled",
      "keyRotated",
      "keyRefused",
      "ack",
      "command",
      "content",
      "kicked",
      "refused",
    ]);
  });

  it("welcomes a second time with the kinds to watch alone", () => {
    const ownKinds = [{ group: "example.org", kind: "Bakery", podTemplate: "spec.template" }];
    const welcome = { type: "welcome", cursor: null, ownKinds };
    expect(ServerFrame.parse(welcome)).toEqual(welcome);
    const tooMany = Array.from({ length: 11 }, () => ownKinds[0]);
    expect(ServerFrame.safeParse({ ...welcome, ownKinds: tooMany }).success).toBe(false);
  });

  it("signs nonce, gateway, cluster, process and generation", () => {
    const proof = {
      nonce: "n",
      origin: "https://gateway.test",
      clusterId: "c",
      instanceId: "i",
      generation: 2,
    };
    expect(protocol.challengeText(proof)).toBe("agent.v1\nn\nhttps://gateway.test\nc\ni\n2");
  });

  it("digests a snapshot whatever its order", () => {
    expect(protocol.snapshotText(["b", "a"])).toBe(protocol.snapshotText(["a", "b"]));
  });

  it.each([
    { type: "snapChunk", epoch: "x", items: [] },
    { type: "delta", epoch: crypto.randomUUID(), seq: 0, ups: [], dels: [] },
    { type: "delta", epoch: crypto.randomUUID(), seq: 1, ups: [{ uid: "a" }], dels: [] },
    { type: "exec", command: "sh" },
  ])("does not accept %j", (frame) => {
    expect(AgentFrame.safeParse(frame).success).toBe(false);
  });
});
