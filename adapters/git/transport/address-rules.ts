import { lookup as resolve } from "node:dns";
import type { LookupAddress, LookupOptions } from "node:dns";
import { BlockList, isIP } from "node:net";

import { DomainError } from "#domain/error.ts";

/** Which addresses a person's URL may lead to: any of the network, or only those of the public internet. */
export type AddressReach = "any" | "public";

/** Nothing that serves git lives there, and a cloud's machine credentials do. */
const never = listOf([
  ["0.0.0.0", 8],
  ["169.254.0.0", 16],
  ["100.100.100.200", 32],
  ["224.0.0.0", 4],
  ["fe80::", 10],
  ["ff00::", 8],
  ["fd00:ec2::254", 128],
]);

const inside = listOf([
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["240.0.0.0", 4],
  ["::", 127],
  ["64:ff9b::", 96],
  ["fc00::", 7],
]);

type Resolved = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/**
 * Rules for the addresses that connections are made to. Names are checked where they are resolved for the connection
 * itself, so that no second answer of a name server can lead elsewhere.
 */
export class AddressRules {
  readonly #reach: AddressReach;

  constructor(reach: AddressReach) {
    this.#reach = reach;
  }

  /** Throws DomainError "forbidden" when `host` is written as an address that must not be reached. */
  check(host: string): void {
    const address = host.replace(/^\[|\]$/g, "");
    if (isIP(address) !== 0 && !this.#allows(address)) throw refusal(host);
  }

  /** Resolves a name as node's connections want it; refuses it when any of its addresses is refused. */
  readonly lookup = (host: string, options: LookupOptions, done: Resolved): void => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, "");
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => !this.#allows(address))) {
        return done(refusal(host), "");
      }
      if (options.all === true) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };

  #allows(address: string): boolean {
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (never.check(address, family)) return false;
    return this.#reach === "any" || !inside.check(address, family);
  }
}

function refusal(host: string): DomainError {
  return new DomainError(
    "forbidden",
    `${host} is an address inside this network, and connections there are not allowed.`,
    { host },
  );
}

function listOf(networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of networks) {
    list.addSubnet(address, bits, isIP(address) === 6 ? "ipv6" : "ipv4");
  }
  return list;
}
