import { renderPath } from "#domain/kustomize/render.ts";

import type { SandboxAddresses } from "./addresses.ts";
import type { ApiBehindTls } from "./clusters/api-door.ts";
import { startGatewayProxy, type NetworkAddress } from "./clusters/gateway-proxy.ts";
import { SandboxCluster } from "./clusters/sandbox-cluster.ts";
import { Stories } from "./control/stories.ts";
import { createGitServer } from "./git/serve.ts";
import { serveSandbox } from "./serve.ts";
import { startServers, type Ports, type Servers } from "./servers.ts";
import { folderWorld } from "./source/folder-world.ts";
import { sampleWorld } from "./source/sample-world.ts";
import type { World } from "./source/world.ts";
import { openStores, type Stores } from "./stores.ts";

export interface SandboxOptions {
  /** Where repositories, images and kubeconfig files are kept between starts. */
  readonly dataDir: string;
  readonly ports?: Ports;
  /** A folder whose manifests take the place of the first sample organization's. */
  readonly configRepo?: string | undefined;
  readonly pace?: "normal" | "fast";
  /** How long each request to the git server waits, as for a host far away. */
  readonly gitDelayMs?: number | undefined;
  /** The product's own address; sign-in leads back to it. */
  readonly webUrl?: string | undefined;
  readonly clientSecret?: string | undefined;
  /** Where the product's gateway listens; may be told later. */
  readonly gateway?: NetworkAddress | undefined;
  /** Real control planes: the first clusters are on these, the others are simulated. */
  readonly controlPlanes?: readonly ApiBehindTls[] | undefined;
  readonly now?: () => Date;
}

export interface Sandbox extends AsyncDisposable {
  readonly addresses: SandboxAddresses;
  readonly stories: Stories;
  /** What the clusters did not take of their manifests, a sentence each. */
  readonly problems: readonly string[];
  /** The URL of a config repository such as `acme/config`. */
  gitUrl(repository: string): string;
  /** Where agents' connections go from now on. */
  setGateway(address: NetworkAddress): void;
  /** Ends everything; may be called again. */
  close(): Promise<void>;
}

const gitCredentials = { user: "stagecoach", password: "sandbox-password" };

/** Starts the world outside the product: clusters, git, images, sign-in and mail, each behind its real protocol. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  await using stack = new AsyncDisposableStack();
  const { dataDir, configRepo, ports = {}, pace = "normal", now = () => new Date() } = options;
  const { webUrl = "http://127.0.0.1:3000", clientSecret = "sandbox-secret" } = options;
  const world = configRepo ? await folderWorld(configRepo, now()) : sampleWorld(now());
  const stores = await openStores(dataDir, world, now());
  let { gateway } = options;
  const { controlPlanes = [] } = options;
  const clusters = await makeClusters(world, {
    gateway: () => gateway,
    controlPlanes,
    now,
    stack,
  });
  const { catalogue } = stores;
  const git = createGitServer({
    root: stores.gitRoot,
    ...gitCredentials,
    delayMs: options.gitDelayMs ?? 0,
  });
  const stories = new Stories({ catalogue, git, clusters, now });
  const servers = await startServers({
    serve: (inbox) => serveSandbox({ catalogue, git, clusters, stories, inbox, webUrl }),
    ports,
    webUrl,
    clientSecret,
    now,
    stack,
  });
  const problems = await fillClusters(clusters, stores, { http: servers.http, dataDir, pace });
  const running = stack.move();
  return {
    addresses: addressesOf(servers, stores, clusters),
    stories,
    problems,
    gitUrl: (repository) => gitUrl(servers, repository),
    setGateway(address) {
      gateway = address;
    },
    close: () => running.disposeAsync(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function makeClusters(
  world: World,
  options: {
    readonly gateway: () => NetworkAddress | undefined;
    readonly controlPlanes: readonly ApiBehindTls[];
    readonly now: () => Date;
    readonly stack: AsyncDisposableStack;
  },
): Promise<readonly SandboxCluster[]> {
  const clusters: SandboxCluster[] = [];
  for (const [index, source] of world.clusters.entries()) {
    const proxy = await startGatewayProxy(options.gateway);
    const controlPlane = options.controlPlanes[index];
    const cluster = new SandboxCluster({ source, proxy, now: options.now, controlPlane });
    options.stack.defer(() => cluster.close());
    clusters.push(cluster);
  }
  return clusters;
}

/** Brings every cluster to what its repository says now. */
async function fillClusters(
  clusters: readonly SandboxCluster[],
  stores: Stores,
  start: { readonly http: string; readonly dataDir: string; readonly pace: "normal" | "fast" },
): Promise<readonly string[]> {
  const problems = await Promise.all(
    clusters.map(async (cluster) => {
      const files = await stores.tipOf(cluster.source);
      const manifests = renderPath({ files, root: cluster.source.path }).objects;
      return cluster.start({ ...start, manifests });
    }),
  );
  return problems.flat();
}

function addressesOf(
  servers: Servers,
  { catalogue }: Stores,
  clusters: readonly SandboxCluster[],
): SandboxAddresses {
  const { http } = servers;
  return {
    ...servers,
    control: `${http}/control`,
    inbox: `${http}/inbox`,
    git: { url: `${http}/git`, ...gitCredentials },
    registry: { url: http, hosts: [...new Set(catalogue.repositories.map(({ host }) => host))] },
    clusters: clusters.map((cluster) => ({
      ...cluster.source,
      ...cluster.addresses(),
      repositoryUrl: gitUrl(servers, cluster.source.repository),
    })),
  };
}

function gitUrl({ http }: Servers, repository: string): string {
  return `${http}/git/${repository}.git`;
}
