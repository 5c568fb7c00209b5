/** Where a cluster's manifests are: what the seeding configures in the product. */
export interface ClusterSource {
  readonly organization: string;
  readonly cluster: string;
  readonly environment: "dev" | "stage" | "prod";
  /** The repository's name on the sandbox's git server: `acme/config`. */
  readonly repository: string;
  readonly branch: string;
  /** The folder in the repository; empty for all of it. */
  readonly path: string;
}
