import { AppsV1Api, CoreV1Api, KubeConfig, makeInformer } from "@kubernetes/client-node";

const [server = ""] = process.argv.slice(2);
const config = new KubeConfig();
// The library speaks plain HTTP only to servers whose certificate it need not check.
config.loadFromClusterAndUser({ name: "bench", server, skipTLSVerify: true }, { name: "bench" });
const apps = config.makeApiClient(AppsV1Api);
const core = config.makeApiClient(CoreV1Api);
const informers = [
  makeInformer(config, "/apis/apps/v1/deployments", () => apps.listDeploymentForAllNamespaces()),
  makeInformer(config, "/apis/apps/v1/replicasets", () => apps.listReplicaSetForAllNamespaces()),
  makeInformer(config, "/api/v1/pods", () => core.listPodForAllNamespaces()),
];
for (const informer of informers) {
  informer.on("error", (error) => process.stderr.write(`informer: ${String(error)}\n`));
}
await Promise.all(informers.map((informer) => informer.start()));
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
