import type { Server } from "node:net";

/** Listens on the loopback address and returns the port; port 0 takes any free one. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") {
        reject(new Error("The server listens on no TCP port."));
        return;
      }
      resolve(address.port);
    });
  });
}
