/** How a config repository is asked for; every secret in it is never logged. */
export type GitCredentials =
  | { readonly kind: "none" }
  /** A user name with a password or a token, sent over HTTP(S). */
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  /** A GitHub App: its private key buys short-lived installation tokens at `apiUrl`. */
  | {
      readonly kind: "github-app";
      readonly appId: string;
      readonly installationId: string;
      readonly privateKey: string;
      readonly apiUrl: string;
    }
  /** A deploy key in OpenSSH or PEM form. */
  | {
      readonly kind: "ssh-key";
      readonly privateKey: string;
      readonly passphrase: string | null;
    };

/** How to reach a config repository. */
export interface GitRemote {
  /** `http(s)://…`, `ssh://user@host:port/path` or `user@host:path`. */
  readonly url: string;
  readonly credentials: GitCredentials;
  /** PEM certificates that are trusted besides the system's. */
  readonly ca?: string;
  /** The ssh host's key: `SHA256:…`, or its line of a known_hosts file. Without it no ssh host is trusted. */
  readonly hostKey?: string;
}

export interface GitTip {
  readonly commit: string;
  /** Path → blob id of every regular file below the asked-for roots. */
  readonly blobs: ReadonlyMap<string, string>;
}

/** A person or a program as commits name them. */
export interface GitPerson {
  readonly name: string;
  readonly email: string;
}

export interface NewCommit {
  /** Path → whole new content of a regular file, which may be new; null removes the file. */
  readonly files: ReadonlyMap<string, Buffer | null>;
  readonly message: string;
  /** Who asked for the change, and when. */
  readonly author: GitPerson;
  readonly authoredAt: Date;
  /** Who wrote it down, and when. */
  readonly committer: GitPerson;
  readonly at: Date;
  /** An Ed25519 private key, PKCS#8 in PEM, that signs the commit; null leaves it unsigned. Never logged. */
  readonly signingKey: string | null;
}

export type PushOutcome =
  | { readonly kind: "pushed" }
  /** Someone else was faster: nothing was written. */
  | { readonly kind: "moved" };

/**
 * One branch of one remote repository, read and written without a work tree. Methods throw
 * DomainError "unavailable" when the host does not answer and "forbidden" when it refuses the credentials;
 * "not-found" when repository or branch do not exist.
 */
export interface GitBranch {
  /** The newest commit of the branch on the remote; fetches what is missing. */
  fetch(signal?: AbortSignal): Promise<GitTip>;
  /** The newest commit of the branch that is known here, without asking the remote; null when none is. */
  known(): Promise<GitTip | null>;
  /** The content of a file. Throws "invalid" for one so large that it was left at the host. */
  readBlob(blob: string): Promise<Buffer>;
  /** The commits on the branch from `commit` back, newest first, at most `limit`. */
  log(commit: string, limit: number): Promise<readonly GitCommit[]>;
  /**
   * Makes commits on top of `base`, each on the one before, and returns their ids; null starts a branch without a
   * past. They exist only in this GitBranch until they are pushed. Throws "plan-stale" where a path is not a regular
   * file, or is to be removed and not there.
   */
  commit(base: string | null, commits: readonly NewCommit[]): Promise<readonly string[]>;
  /**
   * Moves the remote branch from `expected` to a `commit` made here in one step, or not at all; null makes the branch.
   * Never forces. Throws "forbidden" with the host's own words where the host declines.
   */
  push(expected: string | null, commit: string, signal?: AbortSignal): Promise<PushOutcome>;
}

export interface GitCommit {
  readonly id: string;
  readonly parent: string | null;
  readonly message: string;
  readonly author: string;
  readonly at: Date;
}

/** What is found out about a connection without fetching or changing anything. */
export interface GitConnection {
  readonly branches: readonly string[];
  /** Whether the host announces that it would take a push; null where it could not be asked. */
  readonly canWrite: boolean | null;
}

export interface GitHost {
  /**
   * Tries the connection. Throws as GitBranch's methods do; where the ssh host shows a key that is not the trusted one,
   * "forbidden" with `data.hostKey`, the key as a known_hosts file has it.
   */
  check(remote: GitRemote, signal?: AbortSignal): Promise<GitConnection>;
  branch(remote: GitRemote, branch: string): GitBranch;
}
