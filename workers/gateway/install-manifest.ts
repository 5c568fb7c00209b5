import { readFile } from "node:fs/promises";

import { parseAllDocuments } from "yaml";

const manifest = new URL("../../agent/manifests/agent.yaml", import.meta.url);

/** The agent's manifests as kubectl applies them, with the token and the gateway's address in their Secret. */
export async function installManifest(input: {
  readonly token: string;
  readonly gatewayUrl: string;
}): Promise<string> {
  const documents = parseAllDocuments(await readFile(manifest, "utf8"));
  for (const document of documents) {
    if (document.get("kind") !== "Secret") continue;
    document.setIn(["stringData", "gateway"], input.gatewayUrl);
    document.setIn(["stringData", "enrolment-token"], input.token);
  }
  return documents.map((document) => document.toString({ lineWidth: 0 })).join("");
}
