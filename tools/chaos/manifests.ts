/** The kinds of object that are made and changed at random. */
export type ChurnKind = "Deployment" | "StatefulSet" | "DaemonSet" | "CronJob" | "Pod";

export const namespace = "chaos";

interface Named {
  readonly name: string;
  readonly image: string;
}

const folders: Readonly<Record<ChurnKind, string>> = {
  Deployment: `/apis/apps/v1/namespaces/${namespace}/deployments`,
  StatefulSet: `/apis/apps/v1/namespaces/${namespace}/statefulsets`,
  DaemonSet: `/apis/apps/v1/namespaces/${namespace}/daemonsets`,
  CronJob: `/apis/batch/v1/namespaces/${namespace}/cronjobs`,
  Pod: `/api/v1/namespaces/${namespace}/pods`,
};

export function pathOf(kind: ChurnKind, name: string): string {
  return `${folders[kind]}/${name}`;
}

export function setPath(name: string): string {
  return `/apis/apps/v1/namespaces/${namespace}/replicasets/${name}`;
}

export function podPath(name: string): string {
  return pathOf("Pod", name);
}

/** The object as a whole; also what changes it to another image. */
export function manifestOf(kind: ChurnKind, { name, image }: Named): object {
  const metadata = { name, namespace };
  const template = podTemplate(name, image);
  const selector = { matchLabels: { app: name } };
  switch (kind) {
    case "Deployment":
    case "DaemonSet":
      return { apiVersion: "apps/v1", kind, metadata, spec: { selector, template } };
    case "StatefulSet":
      return {
        apiVersion: "apps/v1",
        kind,
        metadata,
        spec: { selector, template, serviceName: name },
      };
    case "CronJob": {
      const restarting = { ...template, spec: { ...template.spec, restartPolicy: "Never" } };
      const jobTemplate = { spec: { template: restarting } };
      const spec = { schedule: "0 0 29 2 *", suspend: true, jobTemplate };
      return { apiVersion: "batch/v1", kind, metadata, spec };
    }
    case "Pod":
      return { apiVersion: "v1", kind, metadata, spec: template.spec };
  }
}

/** A ReplicaSet of the Deployment with the same name. */
export function setManifest({ name, owner }: { readonly name: string; readonly owner: string }) {
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name,
      namespace,
      annotations: { "deployment.kubernetes.io/revision": "1" },
      ownerReferences: [ownedBy("Deployment", { name, uid: owner })],
    },
    spec: {
      selector: { matchLabels: { app: name } },
      template: podTemplate(name, "registry.test/chaos/set:1"),
    },
  };
}

/** A pod of a ReplicaSet. */
export function podManifest({
  name,
  image,
  owner,
}: Named & { readonly owner: { readonly name: string; readonly uid: string } }) {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace, ownerReferences: [ownedBy("ReplicaSet", owner)] },
    spec: podTemplate(name, image).spec,
  };
}

function ownedBy(kind: string, owner: { readonly name: string; readonly uid: string }) {
  return { apiVersion: "apps/v1", kind, ...owner, controller: true };
}

function podTemplate(app: string, image: string) {
  return { metadata: { labels: { app } }, spec: { containers: [{ name: "web", image }] } };
}
