import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** How the server fails: at every request, or only once it has carried out a push. */
export type Trouble =
  | "no-answer" // the connection breaks before anything is done
  | "503"
  | "nonsense" // a web page, as a portal or a wrong proxy gives it
  | "503-on-push"
  | "push-then-break" // the push is carried out, then the connection breaks
  | "push-then-half" // the push is carried out, the answer ends in its middle
  | "push-then-silence"; // the push is carried out, the answer has no content

/** Path → text; null removes the file. */
export type FileChanges = Readonly<Record<string, string | null>>;

/** A bare repository behind `git http-backend` on a free port: the real server, and a bad one on demand. */
export class GitServer {
  readonly #folder: string;
  readonly #server: Server;
  /** Carried out pushes, refused ones included. */
  pushes = 0;
  #trouble: Trouble | null = null;
  #beforePush: (() => Promise<unknown>) | null = null;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => {
      void this.#answer(request, response).catch(() => response.destroy());
    });
  }

  /** Starts with one commit on `main` that holds the files. */
  static async start(files: Readonly<Record<string, string>>): Promise<GitServer> {
    const server = new GitServer(await mkdtemp(path.join(tmpdir(), "stagecoach-git-")));
    await run("git", ["init", "-q", "--bare", "-b", "main", server.#repository]);
    await server.git("config", "http.receivepack", "true");
    await server.git("config", "receive.denyNonFastForwards", "true");
    await server.commit(files, { message: "start" });
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get #repository(): string {
    return path.join(this.#folder, "config.git");
  }

  get url(): string {
    const address = this.#server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    return `http://127.0.0.1:${port}/config.git`;
  }

  /** A folder of its own, for the mirrors of whoever fetches from here. */
  folder(name: string): string {
    return path.join(this.#folder, name);
  }

  /** Runs git in the repository and returns what it prints. */
  async git(...args: readonly string[]): Promise<string> {
    const { stdout } = await run("git", ["-C", this.#repository, ...args]);
    return stdout;
  }

  /** Commits as another person would; returns the commit's id. */
  async commit(
    changes: FileChanges,
    { message = "by someone else", branch = "main" } = {},
  ): Promise<string> {
    const ref = `refs/heads/${branch}`;
    const parent = await this.git("rev-parse", "--verify", "-q", ref).catch(() => "");
    const lines = [
      `commit ${ref}`,
      "committer Someone <someone@acme.test> 1767225600 +0000",
      data(message),
      ...(parent === "" ? [] : [`from ${parent.trim()}`]),
      ...Object.entries(changes).map(([file, text]) =>
        text === null ? `D ${file}` : `M 100644 inline ${file}\n${data(text)}`,
      ),
    ];
    const writing = run("git", ["-C", this.#repository, "fast-import", "--quiet"]);
    writing.child.stdin?.end(`${lines.join("\n")}\n\n`);
    await writing;
    return (await this.git("rev-parse", ref)).trim();
  }

  /** The text of a file at a revision. */
  read(file: string, revision = "main"): Promise<string> {
    return this.git("show", `${revision}:${file}`);
  }

  /** How many commits lead to the tip. */
  async count(branch = "main"): Promise<number> {
    return Number(await this.git("rev-list", "--count", branch));
  }

  fail(trouble: Trouble): void {
    this.#trouble = trouble;
  }

  heal(): void {
    this.#trouble = null;
  }

  /** Does something right before the next push is carried out: how a race is lost. */
  beforeNextPush(work: () => Promise<unknown>): void {
    this.#beforePush = work;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isPush = request.method === "POST" && request.url?.endsWith("/git-receive-pack") === true;
    const trouble = this.#trouble;
    if (trouble === "no-answer") return void request.socket.destroy();
    if (trouble === "503" || (trouble === "503-on-push" && isPush)) {
      return void response.writeHead(503).end();
    }
    if (trouble === "nonsense") return void response.end("<html>Please sign in</html>");
    if (isPush) {
      const work = this.#beforePush;
      this.#beforePush = null;
      await work?.();
    }
    const answer = await this.#runBackend(request);
    if (isPush) this.pushes += 1;
    if (isPush && trouble === "push-then-break") return void request.socket.destroy();
    if (isPush && trouble === "push-then-silence") return void response.writeHead(200).end();
    if (isPush && trouble === "push-then-half") return respond(response, cutReport(answer));
    respond(response, answer);
  }

  /** git http-backend as CGI. */
  async #runBackend(request: IncomingMessage): Promise<Buffer> {
    const [pathname = "", query = ""] = (request.url ?? "").split("?");
    const backend = spawn("git", ["http-backend"], {
      stdio: ["pipe", "pipe", "inherit"],
      env: {
        NODE_ENV: "test",
        PATH: process.env["PATH"] ?? "",
        GIT_PROJECT_ROOT: this.#folder,
        GIT_HTTP_EXPORT_ALL: "1",
        PATH_INFO: pathname,
        QUERY_STRING: query,
        REQUEST_METHOD: request.method,
        GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
        CONTENT_TYPE: request.headers["content-type"] ?? "",
      },
    });
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    for await (const chunk of backend.stdout) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks);
  }
}

function respond(response: ServerResponse, output: Buffer): void {
  const end = output.indexOf("\r\n\r\n");
  for (const line of output.toString("latin1", 0, end).split("\r\n")) {
    const [name = "", value = ""] = line.split(": ");
    if (name === "Status") response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.end(output.subarray(end + 4));
}

/** Up to and with what became of the pack, but not of the branch. */
function cutReport(answer: Buffer): Buffer {
  const unpacked = "unpack ok\n";
  return answer.subarray(0, answer.indexOf(unpacked) + unpacked.length);
}

/** A text in git's fast-import language. */
function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
