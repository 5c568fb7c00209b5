import { once } from "node:events";
import { createServer } from "node:net";

/** Whether nobody listens on this port of 127.0.0.1. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await listen(port)) !== null;
}

/** A port nobody listens on, chosen by the system. */
export async function freePort(): Promise<number> {
  const port = await listen(0);
  if (port === null) throw new Error("this machine has no free port on 127.0.0.1");
  return port;
}

/** The first free port at or after `wanted`, among the next hundred. */
export async function nextFreePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 100; port += 1) {
    if (await isPortFree(port)) return port;
  }
  return freePort();
}

async function listen(port: number): Promise<number | null> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch {
    return null;
  }
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : null;
}
