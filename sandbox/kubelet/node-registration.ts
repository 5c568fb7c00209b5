import type { ApiClient } from "#sandbox/api/api-client.ts";
import { timestamp } from "#sandbox/kubernetes/object.ts";

export interface HollowNode {
  readonly name: string;
  readonly hostIP: string;
  /** The first three numbers of its pods' addresses. */
  readonly podPrefix: string;
}

/** The nodes of a cluster, `node-1` and so on, or by the name pattern of the caller. */
export function hollowNodes(
  count: number,
  nameOf: (index: number) => string,
): readonly HollowNode[] {
  return Array.from({ length: count }, (_, index) => ({
    name: nameOf(index),
    hostIP: `172.18.0.${index + 2}`,
    podPrefix: `10.244.${index}`,
  }));
}

/** Makes the node exist and be Ready. */
export async function registerNode({
  client,
  node,
  now,
  logPort,
}: {
  client: ApiClient;
  node: HollowNode;
  now: Date;
  /** Where on this machine its kubelet is asked for logs, if anywhere. */
  logPort: number | null;
}): Promise<void> {
  const { code } = await client.request({
    method: "POST",
    path: "/api/v1/nodes",
    body: manifest(node),
  });
  if (code !== 201 && code !== 409)
    throw new Error(`Creating ${node.name} was answered with ${code}.`);
  await client.request({
    method: "PATCH",
    path: `/api/v1/nodes/${node.name}/status`,
    contentType: "application/merge-patch+json",
    body: { status: { ...statusOf(now), ...endpointOf(node, logPort) } },
  });
}

/** Renews the node's lease, the kubelet's sign of life. */
export async function renewLease({
  client,
  node,
  now,
}: {
  client: ApiClient;
  node: HollowNode;
  now: Date;
}): Promise<void> {
  const leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
  const renewTime = now.toISOString().replace("Z", "000Z");
  const { code } = await client.request({
    method: "PATCH",
    path: `${leases}/${node.name}`,
    contentType: "application/merge-patch+json",
    body: { spec: { renewTime } },
  });
  if (code !== 404) return;
  await client.request({
    method: "POST",
    path: leases,
    body: {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: node.name, namespace: "kube-node-lease" },
      spec: { holderIdentity: node.name, leaseDurationSeconds: 40, renewTime },
    },
  });
}

function manifest({ name, podPrefix }: HollowNode): object {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux",
        "beta.kubernetes.io/arch": "amd64",
      },
    },
    spec: { podCIDR: `${podPrefix}.0/24`, podCIDRs: [`${podPrefix}.0/24`] },
  };
}

/** An API server dials a node by its name first, so one that is to be dialled has none. */
function endpointOf({ name, hostIP }: HollowNode, logPort: number | null): object {
  const internal = { type: "InternalIP", address: logPort === null ? hostIP : "127.0.0.1" };
  if (logPort === null) return { addresses: [internal, { type: "Hostname", address: name }] };
  return { addresses: [internal], daemonEndpoints: { kubeletEndpoint: { Port: logPort } } };
}

function statusOf(now: Date): object {
  const time = timestamp(now);
  function condition(type: string, status: string, reason: string) {
    return {
      type,
      status,
      reason,
      message: type === "Ready" ? "kubelet is posting ready status" : `kubelet has ${reason}`,
      lastHeartbeatTime: time,
      lastTransitionTime: time,
    };
  }
  const capacity = { cpu: "8", memory: "32Gi", pods: "110", "ephemeral-storage": "100Gi" };
  return {
    capacity,
    allocatable: capacity,
    conditions: [
      condition("MemoryPressure", "False", "KubeletHasSufficientMemory"),
      condition("DiskPressure", "False", "KubeletHasNoDiskPressure"),
      condition("PIDPressure", "False", "KubeletHasSufficientPID"),
      condition("Ready", "True", "KubeletReady"),
    ],
    nodeInfo: {
      kubeletVersion: "v1.35.0",
      kubeProxyVersion: "",
      containerRuntimeVersion: "containerd://2.2.0",
      operatingSystem: "linux",
      architecture: "amd64",
      osImage: "Hollow Linux",
      kernelVersion: "6.12.0",
      machineID: "",
      systemUUID: "",
      bootID: "",
    },
  };
}
