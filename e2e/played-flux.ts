import { findWorld } from "./world.ts";

const group = "kustomize.toolkit.fluxcd.io";
const manager = "fieldManager=kustomize-controller&force=true";
const deployments = ["loyalty", "stock", "tills"];

export interface PlayedSource {
  readonly url: string;
  readonly branch: string;
  readonly path: string;
}

/**
 * Flux in the cluster of the organization globex, played: the objects that its users write, and the marks that its
 * controllers leave on what they apply. Nothing reconciles them.
 */
export class PlayedFlux {
  /** Flux deploys the stores from here, by a Kustomization that another one applies. */
  async deployFrom({ url, branch, path }: PlayedSource, suspend = false): Promise<void> {
    await apply("v1", "namespaces", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "flux-system" },
    });
    await apply("source.toolkit.fluxcd.io/v1", "gitrepositories", {
      apiVersion: "source.toolkit.fluxcd.io/v1",
      kind: "GitRepository",
      metadata: { name: "config", namespace: "flux-system" },
      spec: { url, ref: { branch }, interval: "1m" },
    });
    const sourceRef = { kind: "GitRepository", name: "config" };
    for (const [name, by, spec] of [
      ["root", "root", { path, suspend: false }],
      ["stores", "root", { path, suspend }],
    ] as const) {
      await apply(`${group}/v1`, "kustomizations", {
        apiVersion: `${group}/v1`,
        kind: "Kustomization",
        metadata: { name, namespace: "flux-system", labels: marks(by) },
        spec: { ...spec, sourceRef, interval: "1m", prune: true },
      });
    }
    for (const name of deployments) await markDeployment(name, marks("stores"));
  }

  /** Flux was never there. */
  async uninstall(): Promise<void> {
    for (const name of deployments) await markDeployment(name, {});
    for (const name of ["root", "stores"]) {
      await call("DELETE", place(`${group}/v1`, "kustomizations", name));
    }
    await call("DELETE", place("source.toolkit.fluxcd.io/v1", "gitrepositories", "config"));
  }
}

interface PlayedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: object;
}

function marks(name: string): Readonly<Record<string, string>> {
  return { [`${group}/name`]: name, [`${group}/namespace`]: "flux-system" };
}

async function markDeployment(name: string, labels: Readonly<Record<string, string>>) {
  const apiVersion = "apps/v1";
  const metadata = { name, namespace: "stores", labels };
  await apply(apiVersion, "deployments", { apiVersion, kind: "Deployment", metadata });
}

async function apply(version: string, plural: string, object: PlayedObject): Promise<void> {
  const { name, namespace } = object.metadata;
  await call("PATCH", `${place(version, plural, name, namespace)}?${manager}`, object);
}

function place(version: string, plural: string, name: string, namespace = "flux-system"): string {
  const api = version === "v1" ? "api/v1" : `apis/${version}`;
  const scope = plural === "namespaces" ? "" : `namespaces/${namespace}/`;
  return `${api}/${scope}${plural}/${name}`;
}

async function call(method: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(`${findWorld().sandbox}/clusters/globex-live/${path}`, {
    method,
    headers: { "content-type": "application/apply-patch+yaml" },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}
