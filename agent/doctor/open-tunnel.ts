import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { connect } from "node:net";
import type { Socket } from "node:net";

const longestMs = 10_000;

/** The proxy answered, and did not open the way. */
export class ProxyRefusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`The proxy answered ${status}.`);
    this.name = "ProxyRefusal";
    this.status = status;
  }
}

/** A connection to the target's port, through the proxy where there is one. Throws ProxyRefusal, or why not. */
export async function openTunnel(target: URL, proxy: URL | null): Promise<Socket> {
  const port = target.port || (target.protocol === "https:" ? "443" : "80");
  const host = target.hostname.replace(/^\[|\]$/g, "");
  if (proxy !== null) return openThrough(proxy, `${target.hostname}:${port}`);
  const socket = connect(Number(port), host);
  await ended(socket, "connect");
  return socket;
}

async function openThrough(proxy: URL, authority: string): Promise<Socket> {
  const { username, password } = proxy;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const call = (proxy.protocol === "https:" ? https : http).request({
    host: proxy.hostname.replace(/^\[|\]$/g, ""),
    port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
    method: "CONNECT",
    path: authority,
    agent: false,
    signal: AbortSignal.timeout(longestMs),
    headers: {
      host: authority,
      ...(username && {
        "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}`,
      }),
    },
  });
  const opened = new Promise<Socket>((resolve, reject) => {
    call.on("error", reject);
    call.on("connect", (answer, socket) => {
      if (answer.statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new ProxyRefusal(answer.statusCode ?? 0));
    });
  });
  call.end();
  return opened;
}

async function ended(socket: Socket, event: string): Promise<void> {
  try {
    await once(socket, event, { signal: AbortSignal.timeout(longestMs) });
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
