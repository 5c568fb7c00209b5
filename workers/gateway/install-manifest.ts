import { readFile } from "node:fs/promises";

import { isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Document, YAMLMap } from "yaml";

import type { AgentCapability } from "#contracts/agent-capability.ts";

const manifest = new URL("../../agent/manifests/agent.yaml", import.meta.url);

/**
 * The agent's manifests as kubectl applies them: with the token and the gateway's address in their Secret, and with
 * no more rights than the agent is to have.
 */
export async function installManifest(input: {
  readonly token: string;
  readonly gatewayUrl: string;
  readonly may: readonly AgentCapability[];
}): Promise<string> {
  const { token, gatewayUrl, may } = input;
  const left = (["nudge", "sync"] as const).filter((set) => !may.includes(set));
  const documents = parseAllDocuments(await readFile(manifest, "utf8")).filter(
    (document) => !left.some((set) => document.getIn(["metadata", "name"]) === `stagecoach-${set}`),
  );
  for (const document of documents) {
    const kind = document.get("kind");
    if (kind === "Secret") {
      document.setIn(["stringData", "gateway"], gatewayUrl);
      document.setIn(["stringData", "enrolment-token"], token);
    }
    if (kind === "ClusterRole" && !may.includes("logs")) leaveLogs(document);
    if (kind === "Deployment" && !may.includes("sync")) switchSyncOff(document);
  }
  return documents.map((document) => document.toString({ lineWidth: 0 })).join("");
}

function leaveLogs(role: Document): void {
  for (const [index, rule] of [...mapsAt(role, ["rules"]).entries()].toReversed()) {
    const resources = rule.get("resources");
    const isLogs = isSeq(resources) && resources.items.some(isScalarOf("pods/log"));
    if (isLogs) role.deleteIn(["rules", index]);
  }
}

function switchSyncOff(deployment: Document): void {
  const variables = mapsAt(deployment, ["spec", "template", "spec", "containers", 0, "env"]);
  variables.find((one) => one.get("name") === "STAGECOACH_SYNC")?.set("value", "off");
}

function mapsAt(document: Document, path: readonly (string | number)[]): readonly YAMLMap[] {
  const list = document.getIn(path);
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
}

function isScalarOf(value: string): (node: unknown) => boolean {
  return (node) => isScalar(node) && node.value === value;
}
