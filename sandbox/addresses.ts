import type { ClusterSource } from "./source/cluster-source.ts";

/** A cluster as the product is told of it, and how its agent reaches it and the gateway. */
export interface ClusterAddress extends ClusterSource {
  /** The repository's URL; git's user and password are in `git`. */
  readonly repositoryUrl: string;
  /** The Kubernetes API's base URL. */
  readonly server: string;
  /** Path of a kubeconfig file for it. */
  readonly kubeconfig: string;
  /** A WebSocket URL that leads to the gateway until the control page cuts it. */
  readonly gateway: string;
}

/** Where everything is: printed as JSON when the sandbox is up, and what the seeding configures from. */
export interface SandboxAddresses {
  readonly http: string;
  readonly control: string;
  readonly inbox: string;
  readonly git: { readonly url: string; readonly user: string; readonly password: string };
  /** `url` is a mirror of every host in `hosts`: it wants `?ns=<host>` where paths are not unique. */
  readonly registry: { readonly url: string; readonly hosts: readonly string[] };
  readonly identity: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly smtp: { readonly host: string; readonly port: number };
  readonly clusters: readonly ClusterAddress[];
}
