import { spawn, type ChildProcess } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";

import { respondText } from "#sandbox/http/respond.ts";

import { gitEnvironment } from "./run-git.ts";

export interface GitServer {
  serve(request: IncomingMessage, response: ServerResponse, path: string): void;
  /** While down, every request is answered 503, as by a proxy before a dead host. */
  down: boolean;
}

export interface GitServerOptions {
  readonly root: string;
  readonly user: string;
  readonly password: string;
  /** How long every request waits before git sees it, as if the host were far away. */
  readonly delayMs?: number;
}

/** Serves the bare repositories below `root` over git's smart HTTP protocol, by git itself. */
export function createGitServer(options: GitServerOptions): GitServer {
  const credentials = Buffer.from(`${options.user}:${options.password}`).toString("base64");
  const server: GitServer = {
    down: false,
    serve(request, response, path) {
      if (server.down) {
        respondText(response, 503, "The sandbox's git server is down. Restore it on /control.");
      } else if (request.headers.authorization !== `Basic ${credentials}`) {
        response.setHeader("www-authenticate", 'Basic realm="Stagecoach sandbox"');
        respondText(response, 401, "Sign in as the sandbox's git user.");
      } else {
        setTimeout(() => runBackend({ ...options, path }, request, response), options.delayMs ?? 0);
      }
    },
  };
  return server;
}

function runBackend(
  target: { readonly root: string; readonly user: string; readonly path: string },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const query = (request.url ?? "").split("?")[1] ?? "";
  const child = spawn("git", ["http-backend"], {
    env: {
      ...gitEnvironment(),
      GIT_PROJECT_ROOT: target.root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: target.path,
      QUERY_STRING: query,
      REMOTE_USER: target.user,
      REQUEST_METHOD: request.method ?? "GET",
      ...header("CONTENT_TYPE", request.headers["content-type"]),
      ...header("CONTENT_LENGTH", request.headers["content-length"]),
      ...header("HTTP_CONTENT_ENCODING", request.headers["content-encoding"]),
      ...header("GIT_PROTOCOL", request.headers["git-protocol"]),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.on("error", () => {
    respondText(response, 500, "git is not installed, or cannot be started.");
  });
  child.stdin?.on("error", () => {}); // The backend may answer before it has read everything.
  response.on("close", () => child.kill());
  if (child.stdin) request.pipe(child.stdin);
  forwardAnswer(child, response);
}

/** Turns the CGI answer (header lines, an empty line, the body) into the HTTP response. */
function forwardAnswer(child: ChildProcess, response: ServerResponse): void {
  const { stdout } = child;
  if (!stdout) return;
  let head = Buffer.alloc(0);
  function onHead(chunk: Buffer): void {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end === -1) return;
    stdout?.off("data", onHead);
    writeHead(response, head.toString("latin1", 0, end));
    response.write(head.subarray(end + 4));
    stdout?.pipe(response);
  }
  stdout.on("data", onHead);
  stdout.on("end", () => response.end());
}

function writeHead(response: ServerResponse, head: string): void {
  for (const line of head.split("\r\n")) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === "status") response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
}

function header(name: string, value: string | string[] | undefined): Record<string, string> {
  return typeof value === "string" ? { [name]: value } : {};
}
