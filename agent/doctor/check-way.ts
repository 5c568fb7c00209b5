import { lookup } from "node:dns/promises";
import type { Socket } from "node:net";

import { findingsOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { networkWords } from "./network-cause.ts";
import { ProxyRefusal, openTunnel } from "./open-tunnel.ts";

export interface Way {
  readonly target: URL;
  readonly proxy: URL | null;
}

/** Whether the name that the agent dials first is known: the proxy's, or the gateway's. */
export async function checkDns({ target, proxy }: Way): Promise<Finding> {
  const { ok, failed } = findingsOf("DNS");
  const host = (proxy ?? target).hostname.replace(/^\[|\]$/g, "");
  const whose = proxy === null ? "gateway" : "proxy";
  try {
    const addresses = await lookup(host, { all: true });
    return ok(`${host}, the ${whose}, is ${addresses.map(({ address }) => address).join(", ")}.`);
  } catch (error) {
    const variable = proxy === null ? "STAGECOACH_GATEWAY" : "HTTPS_PROXY";
    return failed(
      `${host}, the ${whose}, is not found: ${networkWords(error)}.`,
      `Check the name in ${variable}, and that the network policy lets the agent ask the cluster's DNS.`,
    );
  }
}

/** Whether a connection to the gateway's port can be made; it is handed on. */
export async function checkConnection(
  way: Way,
): Promise<{ readonly finding: Finding; readonly socket: Socket | null }> {
  const { target, proxy } = way;
  const { ok, failed } = findingsOf(proxy === null ? "connection" : "proxy");
  try {
    const socket = await openTunnel(target, proxy);
    const found =
      proxy === null
        ? `${target.host} is dialled directly: no proxy is set for it.`
        : `${proxy.host} opens the way to ${target.host}.`;
    return { finding: ok(found), socket };
  } catch (error) {
    return { finding: failed(...troubleOf(error, way)), socket: null };
  }
}

function troubleOf(error: unknown, { target, proxy }: Way): [found: string, next: string] {
  if (error instanceof ProxyRefusal) {
    const found = `The proxy ${proxy?.host} does not open the way to ${target.host}: it answered ${error.status}.`;
    return [found, nextAfterRefusal(error.status)];
  }
  const to = proxy === null ? `${target.host}` : `the proxy ${proxy.host}`;
  return [
    `No connection to ${to}: ${networkWords(error)}.`,
    proxy === null
      ? "Check the port in STAGECOACH_GATEWAY, the network policy's ports, and firewalls; where the way out leads through a proxy, set HTTPS_PROXY (proxy.https in the chart)."
      : "Check host and port in HTTPS_PROXY; where the gateway is to be dialled directly, name it in NO_PROXY.",
  ];
}

function nextAfterRefusal(status: number): string {
  if (status === 407) {
    return "Put the proxy's user and password into HTTPS_PROXY, as in http://user:password@proxy:3128 (percent-encoded).";
  }
  if (status >= 500) {
    return "The proxy does not reach the gateway: check the gateway's name as the proxy's network knows it, or name the gateway in NO_PROXY.";
  }
  return "Have the proxy's owner allow CONNECT to the gateway, or name the gateway in NO_PROXY.";
}
