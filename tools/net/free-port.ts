import { once } from "node:events";
import { createServer } from "node:net";

/** A port that is taken, so that nobody else gets it before the one it is meant for. */
export interface HeldPort {
  readonly port: number;
  /** Frees it; to be called just before its user starts. */
  readonly release: () => Promise<void>;
}

/** Takes a port of 127.0.0.1, or null when somebody listens there; 0 takes any. */
export async function holdPort(port: number): Promise<HeldPort | null> {
  // An open page of an earlier demo may already be asking; it must not keep the port from being freed.
  const server = createServer((socket) => socket.destroy());
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch {
    return null;
  }
  const address = server.address();
  if (typeof address !== "object" || address === null) return null;
  server.unref();
  return {
    port: address.port,
    release: async () => {
      if (!server.listening) return;
      server.close();
      await once(server, "close");
    },
  };
}

/** Whether nobody listens on this port of 127.0.0.1. */
export async function isPortFree(port: number): Promise<boolean> {
  const held = await holdPort(port);
  await held?.release();
  return held !== null;
}

/** A port nobody listens on, chosen by the system. */
export async function freePort(): Promise<number> {
  const held = await holdAnyPort();
  await held.release();
  return held.port;
}

/** Takes the first free port at or after `wanted`, among the next hundred, else any. */
export async function holdNextPort(wanted: number): Promise<HeldPort> {
  for (let port = wanted; port < wanted + 100; port += 1) {
    const held = await holdPort(port);
    if (held) return held;
  }
  return holdAnyPort();
}

async function holdAnyPort(): Promise<HeldPort> {
  const held = await holdPort(0);
  if (held === null) throw new Error("this machine has no free port on 127.0.0.1");
  return held;
}
