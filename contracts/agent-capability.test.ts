import { describe, expect, it } from "vitest";

import { AgentCapabilities } from "./agent-capability.ts";
import { AgentFrame } from "./agent-protocol.ts";

describe("what an agent says that it can do", () => {
  it.each([
    [[], []],
    [["sync"], ["sync"]],
    [
      ["logs", "nudge", "sync", "sync"],
      ["sync", "nudge", "logs"],
    ],
    [["teleport", "nudge", ""], ["nudge"]],
  ])("reads %j as %j", (said, read) => {
    expect(AgentCapabilities.parse(said)).toEqual(read);
  });

  it.each([["sync"], [[1]], [Array.from({ length: 21 }, () => "sync")], [["x".repeat(101)]]])(
    "does not accept %j",
    (said) => {
      expect(AgentCapabilities.safeParse(said).success).toBe(false);
    },
  );

  it("is not asked of older agents", () => {
    const hello = {
      type: "hello",
      clusterId: "3485ae22-c4cf-4f02-9f7a-695a8b098ab8",
      instanceId: "dad628b8-6d85-4be3-a0f1-70565a7dfffc",
      generation: 1,
      agentVersion: "0.1.0",
      kubernetesVersion: "v1.35.0",
      missingRights: [],
    };
    expect(AgentFrame.parse(hello)).toEqual(hello);
    const newer = { ...hello, capabilities: ["nudge", "teleport"] };
    expect(AgentFrame.parse(newer)).toEqual({ ...hello, capabilities: ["nudge"] });
  });
});
