import { readFile } from "node:fs/promises";

import { bearer } from "./bearer.ts";
import type { ClusterAccess } from "./credentials.ts";

const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Access by a kubeconfig file, or by the pod's service account where no file is named. */
export async function openClusterAccess(
  kubeconfig: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<ClusterAccess> {
  if (kubeconfig === undefined) return accessInCluster(env);
  // Inside of a cluster nobody needs it, nor what parses YAML.
  const { accessByFile } = await import("./kubeconfig-access.ts");
  return accessByFile(kubeconfig);
}

async function accessInCluster(env: NodeJS.ProcessEnv): Promise<ClusterAccess> {
  const host = env["KUBERNETES_SERVICE_HOST"];
  if (host === undefined) {
    throw new Error("The agent cannot start: it runs in no cluster and KUBECONFIG names no file.");
  }
  const port = env["KUBERNETES_SERVICE_PORT"] ?? "443";
  return {
    server: new URL(`https://${host.includes(":") ? `[${host}]` : host}:${port}`),
    credentials: async () => ({
      ...bearer(await readFile(`${serviceAccount}/token`, "utf8")),
      ca: await readFile(`${serviceAccount}/ca.crt`, "utf8"),
    }),
  };
}
