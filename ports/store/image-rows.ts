import type { WorkloadKey } from "#domain/glossary.ts";

export interface RegistryRow {
  readonly id: string;
  readonly host: string;
  readonly endpoint: string;
  readonly username: string | null;
  readonly password: string | null;
}

export interface ImageRepositoryRow {
  readonly id: string;
  /** Canonical name: `docker.io/library/nginx`. */
  readonly name: string;
  readonly scannedAt: Date | null;
  readonly error: string | null;
  /** What the registry recognises its list of tags by; null where it offers nothing. */
  readonly tagsEtag: string | null;
  /** When the tags that matter were last looked at for being pushed again. */
  readonly verifiedAt: Date | null;
}

export interface ImageRow {
  readonly repositoryId: string;
  readonly tag: string;
  readonly digest: string | null;
  /** Every digest by which a runtime may call it; empty where that is not known. */
  readonly digests: readonly string[];
  readonly createdAt: Date | null;
  readonly revision: string | null;
  readonly source: string | null;
}

/** The images of a workload as a file writes or the cluster runs them, and its tag filters by container. */
export interface ImageUseRow {
  readonly clusterId: string;
  readonly key: WorkloadKey;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
  readonly filters: Readonly<Record<string, string>>;
}
