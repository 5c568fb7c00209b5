import type { RepositoryCredentials } from "#contracts/api/repository.ts";
import { DomainError } from "#domain/error.ts";
import type { RemoteUrl } from "#domain/git/remote-url.ts";

/** Throws DomainError "invalid" where the credentials are not of the kind that the address is opened with. */
export function requireFit(address: RemoteUrl, { kind }: RepositoryCredentials): void {
  if (address.kind === "ssh" && kind !== "ssh-key") {
    const message =
      "An ssh address is opened with an ssh key. Choose it, or give the https address.";
    throw new DomainError("invalid", message, { pointer: "/credentials/kind" });
  }
  if (address.kind === "http" && kind === "ssh-key") {
    const message = "An ssh key opens no http(s) address. Give the repository's ssh address.";
    throw new DomainError("invalid", message, { pointer: "/url" });
  }
}
