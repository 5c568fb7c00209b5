import { registryHost, repositoryPath } from "#domain/image/ref.ts";
import type { RegistryAccess } from "#ports/image-registry.ts";

/** One image repository as its registry's API addresses it. */
export interface Endpoint {
  /** The host as image names write it, for messages. */
  readonly host: string;
  /** `<endpoint>/v2/<path>/`. */
  readonly base: URL;
  /** The repository's path inside the registry. */
  readonly path: string;
  /** The registry a mirror is asked for, as container runtimes tell it; null when the endpoint is the registry. */
  readonly namespace: string | null;
  readonly credentials: Credentials | null;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const dockerHub = "docker.io";
const dockerHubApi = "https://registry-1.docker.io";
const dockerHubApiHosts: ReadonlySet<string> = new Set(["registry-1.docker.io", "index.docker.io"]);

/** Where `repository` is read: at the access given for its host, else anonymously at the host itself over https. */
export function endpointOf(repository: string, accesses: readonly RegistryAccess[]): Endpoint {
  const host = registryHost(repository);
  const path = repositoryPath(repository);
  const access = accesses.find((candidate) => registryHost(`${candidate.host}/x`) === host);
  const origin = access?.endpoint ?? (host === dockerHub ? dockerHubApi : `https://${host}`);
  const base = new URL(`${origin.replace(/\/+$/, "")}/v2/${path}/`);
  const { username, password } = access ?? {};
  const credentials =
    username === undefined || password === undefined ? null : { username, password };
  return { host, base, path, namespace: isRegistry(base, host) ? null : host, credentials };
}

/** The address of a part of the repository, such as `manifests/1.2.3`. */
export function addressOf(
  { base, namespace }: Endpoint,
  part: string,
  query: Readonly<Record<string, string>> = {},
): URL {
  const url = new URL(part, base);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (namespace !== null) url.searchParams.set("ns", namespace);
  return url;
}

function isRegistry(base: URL, host: string): boolean {
  return base.host === host || (host === dockerHub && dockerHubApiHosts.has(base.host));
}
