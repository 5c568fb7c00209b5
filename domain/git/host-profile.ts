/** The kinds of git hosts whose ways are known; `plain` is any other. */
export type HostKind = "github" | "gitlab" | "gitea" | "bitbucket" | "azure" | "plain";

/** What is known of a kind of host without asking it. */
export interface HostProfile {
  readonly kind: HostKind;
  readonly name: string;
  /** The user name that a token is sent with where the person gives none. */
  readonly tokenUser: string;
  /** How many pushes to one repository the host's guidance allows in a minute; null where there is none. */
  readonly pushesPerMinute: number | null;
  /** Whether the host takes a repository's name with and without `.git`. */
  readonly suffix: "either" | "as-written";
  /** The kind of ssh key that the host takes from everyone. */
  readonly keyType: "ed25519" | "rsa";
  /** Where a person adds a deploy key, in words. */
  readonly keyPlace: string;
}

const profiles: Readonly<Record<HostKind, HostProfile>> = {
  github: {
    kind: "github",
    name: "GitHub",
    tokenUser: "x-access-token",
    pushesPerMinute: 6,
    suffix: "either",
    keyType: "ed25519",
    keyPlace: "Settings → Deploy keys → Add deploy key; tick “Allow write access”",
  },
  gitlab: {
    kind: "gitlab",
    name: "GitLab",
    tokenUser: "oauth2",
    pushesPerMinute: 6,
    suffix: "either",
    keyType: "ed25519",
    keyPlace: "Settings → Repository → Deploy keys; tick “Grant write permissions”",
  },
  gitea: {
    kind: "gitea",
    name: "Gitea or Forgejo",
    tokenUser: "oauth2",
    pushesPerMinute: 30,
    suffix: "either",
    keyType: "ed25519",
    keyPlace: "Settings → Deploy Keys → Add Deploy Key; tick “Enable write access”",
  },
  bitbucket: {
    kind: "bitbucket",
    name: "Bitbucket",
    tokenUser: "x-token-auth",
    pushesPerMinute: 6,
    suffix: "either",
    keyType: "ed25519",
    keyPlace:
      "Personal settings → SSH keys of a user who may write; the access keys of a repository only read",
  },
  azure: {
    kind: "azure",
    name: "Azure DevOps",
    tokenUser: "stagecoach",
    pushesPerMinute: 6,
    suffix: "as-written",
    keyType: "rsa",
    keyPlace: "User settings → SSH public keys → New key",
  },
  plain: {
    kind: "plain",
    name: "your git server",
    tokenUser: "git",
    pushesPerMinute: null,
    suffix: "as-written",
    keyType: "ed25519",
    keyPlace: "the file authorized_keys of the user that serves git",
  },
};

const hosts: readonly (readonly [RegExp, HostKind])[] = [
  [/^(ssh\.|www\.)?github\.com$/, "github"],
  [/(^|\.)ghe\.com$/, "github"],
  [/^(altssh\.)?gitlab\.com$/, "gitlab"],
  [/^(altssh\.)?bitbucket\.org$/, "bitbucket"],
  [/^((ssh|vs-ssh)\.)?dev\.azure\.com$|(^|\.)visualstudio\.com$/, "azure"],
  [/^(codeberg\.org|gitea\.com)$/, "gitea"],
  [/^(github|ghe)\./, "github"],
  [/^gitlab\./, "gitlab"],
  [/^(gitea|forgejo)\./, "gitea"],
  [/^bitbucket\./, "bitbucket"],
];

/** The profile of a host by its name (port and case do not matter), or of the kind a person chose. */
export function profileOf(host: string, chosen: HostKind | null = null): HostProfile {
  if (chosen !== null) return profiles[chosen];
  const name = host.toLowerCase().replace(/:\d+$/, "");
  const [, kind = "plain"] = hosts.find(([pattern]) => pattern.test(name)) ?? [];
  return profiles[kind];
}
