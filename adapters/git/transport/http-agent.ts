import { getCACertificates } from "node:tls";

import { EnvHttpProxyAgent } from "undici";
import type { Dispatcher } from "undici";

import type { AddressRules } from "./address-rules.ts";
import type { TransportLimits } from "./limits.ts";

const mostConnections = 8;

/** Connections to git hosts, kept between requests; through the proxy that the environment names, if it names one. */
export function createAgent(input: {
  readonly ca: string | undefined;
  readonly addresses: AddressRules;
  readonly limits: TransportLimits;
}): Dispatcher {
  const { ca, addresses, limits } = input;
  const trusted = ca === undefined ? {} : { ca: [...getCACertificates("default"), ca] };
  return new EnvHttpProxyAgent({
    connections: mostConnections,
    keepAliveTimeout: limits.keepMs,
    keepAliveMaxTimeout: limits.keepMs,
    headersTimeout: limits.idleMs,
    bodyTimeout: limits.idleMs,
    connect: { ...trusted, timeout: limits.connectMs, lookup: addresses.lookup },
    requestTls: trusted,
  });
}
