/** How to reach and convince a Kubernetes API server. */
export interface ClusterAccess {
  /** May have a path, such as Rancher's `/k8s/clusters/c-1`. */
  readonly server: URL;
  readonly serverName?: string | undefined;
  /** What one request needs; files are read each time, because they are replaced while the agent runs. */
  readonly credentials: () => Promise<Credentials>;
}

export interface Credentials {
  readonly authorization?: string | undefined;
  /** The authority of the server's certificate, as PEM. */
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}
