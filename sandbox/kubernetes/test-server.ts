import { createServer } from "node:http";

/** A server on a free port, for tests. */
export interface TestServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startTestServer(
  handle: Parameters<typeof createServer>[1] & object,
): Promise<TestServer> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
