import { createHash } from "node:crypto";

import { parseRemoteUrl } from "#domain/git/remote-url.ts";
import type { GitRemote } from "#ports/git-repository.ts";

import { AddressRules } from "./address-rules.ts";
import type { AddressReach } from "./address-rules.ts";
import { authorizationOf } from "./authorization.ts";
import { createAgent } from "./http-agent.ts";
import { HttpTransport } from "./http-transport.ts";
import { InstallationTokens } from "./installation-tokens.ts";
import { usualLimits } from "./limits.ts";
import type { TransportLimits } from "./limits.ts";
import { SshTransport } from "./ssh-transport.ts";
import type { GitTransport } from "./transport.ts";

const mostTransports = 500;

/** The transports of a process: one per remote with its credentials, so that connections and tokens are shared. */
export class Transports {
  readonly #addresses: AddressRules;
  readonly #limits: TransportLimits;
  readonly #open = new Map<string, GitTransport>();

  constructor({
    reach = "any",
    limits = usualLimits,
  }: {
    readonly reach?: AddressReach | undefined;
    readonly limits?: TransportLimits | undefined;
  }) {
    this.#addresses = new AddressRules(reach);
    this.#limits = limits;
  }

  /** The transport of a remote, and a name of the remote with its credentials. Throws DomainError "invalid" for an address or credentials that do not fit. */
  of(remote: GitRemote): { readonly transport: GitTransport; readonly key: string } {
    const key = createHash("sha256").update(JSON.stringify(remote)).digest("hex");
    const transport = this.#open.get(key) ?? this.#create(remote);
    this.#open.delete(key);
    this.#open.set(key, transport);
    this.#forget();
    return { transport, key: key.slice(0, 32) };
  }

  /** A transport with connections and tokens of its own, which the caller closes. Throws as `of` does. */
  fresh(remote: GitRemote): GitTransport {
    return this.#create(remote);
  }

  close(): void {
    for (const transport of this.#open.values()) transport.close();
    this.#open.clear();
  }

  #create(remote: GitRemote): GitTransport {
    const address = parseRemoteUrl(remote.url);
    const [addresses, limits] = [this.#addresses, this.#limits];
    if (address.kind === "ssh") {
      const { credentials, hostKey } = remote;
      return new SshTransport({ remote: address, credentials, hostKey, addresses, limits });
    }
    const way = { agent: createAgent({ ca: remote.ca, addresses, limits }), addresses };
    const authorization = authorizationOf(remote, new InstallationTokens(way));
    return new HttpTransport(address.url, authorization, way);
  }

  /** Those used longest ago are closed first. */
  #forget(): void {
    for (const [key, transport] of this.#open) {
      if (this.#open.size <= mostTransports) return;
      this.#open.delete(key);
      transport.close();
    }
  }
}
