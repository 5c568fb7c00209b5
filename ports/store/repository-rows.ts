import type { WorkloadKey } from "#domain/glossary.ts";
import type { Problem } from "#domain/manifest/file.ts";

export interface ConfigRepositoryRow {
  readonly id: string;
  readonly url: string;
  readonly credentials: SealedCredentials;
  /** The ssh host's key that a person confirmed. */
  readonly hostKey: string | null;
  /** PEM certificates that are trusted besides the system's. */
  readonly ca: string | null;
  readonly checkAskedAt: Date | null;
  readonly check: RepositoryCheck | null;
}

/** How a repository is opened. Passwords, keys and passphrases are sealed; they are opened only in workers. */
export type SealedCredentials =
  | { readonly kind: "none" }
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  | {
      readonly kind: "github-app";
      readonly appId: string;
      readonly installationId: string;
      readonly apiUrl: string;
      readonly privateKey: string;
    }
  | {
      readonly kind: "ssh-key";
      /** One line as OpenSSH writes it; null where it could not be read out of the private key. */
      readonly publicKey: string | null;
      readonly privateKey: string;
      readonly passphrase: string | null;
    };

/** What a worker found when it tried the connection. */
export interface RepositoryCheck {
  readonly at: Date;
  readonly branches: readonly string[];
  /** Whether the host announces that it would take a push; null where it could not be asked. */
  readonly canWrite: boolean | null;
  /** Why it does not work, in a sentence; null when it does. */
  readonly error: string | null;
  /** The key that the ssh host showed, where it is not the trusted one. */
  readonly shownHostKey: string | null;
}

/** Where a cluster's manifests live, and what is known of that branch. */
export interface ClusterSourceRow {
  readonly clusterId: string;
  readonly repository: ConfigRepositoryRow;
  readonly branch: string;
  readonly path: string;
  /** The newest commit that was read and indexed; null before the first. */
  readonly tip: string | null;
  readonly readAt: Date | null;
  readonly error: string | null;
  readonly problems: readonly Problem[];
}

/** What a cluster's path of its config repository defines, one row per workload. */
export interface ManifestRow {
  readonly clusterId: string;
  readonly key: WorkloadKey;
  readonly file: string;
  readonly line: number;
  readonly containers: readonly {
    readonly name: string;
    readonly init: boolean;
    readonly image: string;
    readonly file: string;
    readonly line: number;
  }[];
  readonly locked: { readonly by: string | null; readonly message: string | null } | null;
  readonly filters: Readonly<Record<string, string>>;
}
