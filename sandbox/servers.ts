import { createServer, type RequestListener, type Server } from "node:http";

import { listen } from "./http/listen.ts";
import { startIdentity } from "./identity/provider.ts";
import { startInbox, type Inbox } from "./inbox/inbox.ts";

export interface Ports {
  readonly http?: number;
  readonly identity?: number;
  readonly smtp?: number;
}

export interface Servers {
  readonly http: string;
  readonly identity: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly smtp: { readonly host: string; readonly port: number };
}

/** Opens the sandbox's ports, 0 or none for a free one; they close with the stack. */
export async function startServers(options: {
  readonly ports: Ports;
  readonly serve: (inbox: Inbox) => RequestListener;
  readonly webUrl: string;
  readonly clientSecret: string;
  readonly now: () => Date;
  readonly stack: AsyncDisposableStack;
}): Promise<Servers> {
  const { ports, webUrl, clientSecret, now, stack } = options;
  const inbox = await startInbox({ port: ports.smtp ?? 0, now });
  stack.defer(() => inbox.close());
  const client = { clientId: "stagecoach", clientSecret };
  const { issuer, server } = await startIdentity({
    ...client,
    port: ports.identity ?? 0,
    redirectUris: [`${webUrl}/api/auth/callback/oidc`],
  });
  stack.defer(() => closeServer(server));
  const http = createServer(options.serve(inbox));
  const port = await listen(http, ports.http ?? 0);
  stack.defer(() => closeServer(http));
  return {
    http: `http://127.0.0.1:${port}`,
    identity: { issuer, ...client },
    smtp: { host: "127.0.0.1", port: inbox.port },
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
