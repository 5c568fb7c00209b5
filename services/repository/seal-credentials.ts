import type { RepositoryCredentials } from "#contracts/api/repository.ts";
import { profileOf } from "#domain/git/host-profile.ts";
import { parseRemoteUrl } from "#domain/git/remote-url.ts";
import type { SecretPlace, Secrets } from "#ports/secrets.ts";
import type { SealedCredentials } from "#ports/store/repository-rows.ts";

import { makeDeployKey, publicKeyOf } from "./deploy-key.ts";

type SecretField = "password" | "private-key" | "passphrase";

const gitHubApi = "https://api.github.com";

/** Where a secret of a config repository is sealed for. */
export function repositorySecretPlace(
  organizationId: string,
  repositoryId: string,
  field: SecretField,
): SecretPlace {
  return { organizationId, table: "config_repository", row: repositoryId, field };
}

/** Credentials as they are stored: secrets sealed, what the person left out filled in, an ssh key made where none is given. */
export function sealCredentials(
  secrets: Secrets,
  credentials: RepositoryCredentials,
  place: { readonly organizationId: string; readonly repositoryId: string; readonly url: string },
): SealedCredentials {
  const { organizationId, repositoryId, url } = place;
  function seal(text: string, field: SecretField): string {
    return secrets.seal(text, repositorySecretPlace(organizationId, repositoryId, field));
  }
  switch (credentials.kind) {
    case "none":
      return { kind: "none" };
    case "basic": {
      const username = credentials.username ?? profileOf(parseRemoteUrl(url).host).tokenUser;
      return { kind: "basic", username, password: seal(credentials.password, "password") };
    }
    case "github-app": {
      const { kind, appId, installationId, privateKey } = credentials;
      const apiUrl = credentials.apiUrl ?? apiOf(parseRemoteUrl(url).host);
      return { kind, appId, installationId, apiUrl, privateKey: seal(privateKey, "private-key") };
    }
    case "ssh-key": {
      const given = credentials.privateKey;
      const passphrase = credentials.passphrase ?? null;
      const key =
        given === undefined
          ? makeDeployKey(`stagecoach ${repositoryId}`, profileOf(parseRemoteUrl(url).host).keyType)
          : { privateKey: normalKey(given), publicKey: publicKeyOf(given) };
      return {
        kind: "ssh-key",
        publicKey: key.publicKey,
        privateKey: seal(key.privateKey, "private-key"),
        passphrase:
          given === undefined || passphrase === null ? null : seal(passphrase, "passphrase"),
      };
    }
  }
}

/** GitHub's own API, or that of a GitHub Enterprise server, which lies below its host. */
function apiOf(host: string): string {
  if (host === "github.com" || host === "ssh.github.com") return gitHubApi;
  return host.endsWith(".ghe.com") ? `https://api.${host}` : `https://${host}/api/v3`;
}

/** A key as a file has it: a form field gives other line ends and loses the last one. */
function normalKey(text: string): string {
  return `${text.replaceAll("\r\n", "\n").trim()}\n`;
}
