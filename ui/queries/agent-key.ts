import { apiPath, sendToApi } from "./api.ts";

/** Has a cluster's agent replace its key; the cluster's facts tell when it has. */
export async function rotateAgentKey(org: string, clusterId: string): Promise<void> {
  await sendToApi(apiPath(org, "clusters", clusterId, "agent-key"), { method: "POST" });
}
