import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

import type { SandboxCluster } from "./clusters/sandbox-cluster.ts";
import { serveControl } from "./control/serve.ts";
import type { Stories } from "./control/stories.ts";
import type { GitServer } from "./git/serve.ts";
import { respondJson, respondPage, respondText } from "./http/respond.ts";
import { inboxPage } from "./inbox/inbox-page.ts";
import type { Inbox } from "./inbox/inbox.ts";
import type { Catalogue } from "./registry/catalogue.ts";
import { serveRegistry } from "./registry/serve.ts";

type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => void | Promise<void>;

/** Everything that the sandbox serves over HTTP, each part below its own prefix. */
export function serveSandbox(parts: {
  readonly catalogue: Catalogue;
  readonly git: GitServer;
  readonly clusters: readonly SandboxCluster[];
  readonly stories: Stories;
  readonly inbox: Inbox;
  readonly webUrl: string;
}): RequestListener {
  const { catalogue, git, clusters, stories, inbox, webUrl } = parts;
  const control = serveControl(stories, webUrl);
  const handlers = new Map<string, Handler>([
    ["", (_request, response) => void response.writeHead(303, { location: "/control" }).end()],
    ["v2", serveRegistry(catalogue)],
    ["git", (request, response, path) => git.serve(request, response, path.slice("/git".length))],
    ["clusters", serveClusters(clusters)],
    ["control", control],
    ["inbox", serveInbox(inbox)],
  ]);
  return (request, response) => {
    const [path = "/"] = (request.url ?? "/").split("?");
    const handler = handlers.get(path.split("/")[1] ?? "");
    if (!handler) respondText(response, 404, "The sandbox has no such page. Start at /control.");
    else void run(handler, request, response);
  };

  async function run(handler: Handler, request: IncomingMessage, response: ServerResponse) {
    try {
      await handler(request, response, (request.url ?? "/").split("?")[0] ?? "/");
    } catch (error) {
      if (response.headersSent) response.destroy();
      else respondText(response, 500, error instanceof Error ? error.message : "unknown error");
    }
  }
}

function serveClusters(clusters: readonly SandboxCluster[]): Handler {
  const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]));
  return (request, response) => {
    const [, id = "", rest = ""] = /^\/clusters\/([^/?]+)(.*)$/.exec(request.url ?? "") ?? [];
    const cluster = byId.get(id);
    if (cluster) cluster.api.handle(request, response, rest === "" ? "/" : rest);
    else respondText(response, 404, "The sandbox has no such cluster.");
  };
}

function serveInbox(inbox: Inbox): Handler {
  return (_request, response, path) => {
    if (path === "/inbox/mails") respondJson(response, inbox.mails);
    else respondPage(response, inboxPage(inbox.mails));
  };
}
