import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";

import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";

import { AgentFrame, agentPaths, agentSubprotocol } from "#contracts/agent-protocol.ts";
import type { AgentCommand, ServerFrame } from "#contracts/agent-protocol.ts";
import { listen } from "#sandbox/http/listen.ts";

type Result = Extract<AgentFrame, { readonly type: "commandResult" }>;

/** A gateway that believes every agent and keeps every byte that one sends. */
export class RecordingGateway {
  /** What came, as text: requests, their headers and bodies, and frames as they were before they were packed. */
  readonly received: string[] = [];
  readonly frames: AgentFrame[] = [];
  readonly #contents = new Map<string, Buffer>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #socket: WebSocket | null = null;

  /** Listens on any port and returns its address. */
  async open(): Promise<string> {
    const sockets = new WebSocketServer({
      noServer: true,
      handleProtocols: () => agentSubprotocol,
    });
    this.#server.on("upgrade", (request, socket, head) => {
      this.#record(request.rawHeaders.join("\n"));
      sockets.handleUpgrade(request, socket, head, (opened) => this.#serve(opened));
    });
    return `http://127.0.0.1:${await listen(this.#server, 0)}`;
  }

  close(): void {
    this.#socket?.terminate();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Tells the agent to do something; the command's id. */
  command(command: AgentCommand): string {
    const id = randomUUID();
    this.#send({ type: "command", id, command });
    return id;
  }

  /** Keeps files that commands refer to; their digest. */
  offer(files: Readonly<Record<string, string>>): string {
    const content = gzipSync(JSON.stringify(files));
    const digest = createHash("sha256").update(content).digest("hex");
    this.#contents.set(digest, content);
    return digest;
  }

  /** What the agent answered to a command so far. */
  results(id: string): readonly Result[] {
    return this.frames.filter(
      (frame): frame is Result => frame.type === "commandResult" && frame.id === id,
    );
  }

  /** Takes a command's answers out of what was received. */
  forget(id: string): void {
    const kept = this.received.filter((text) => !text.includes(id));
    this.received.splice(0, this.received.length, ...kept);
  }

  #record(text: string): void {
    this.received.push(text);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    this.#record([request.url, ...request.rawHeaders, Buffer.concat(chunks).toString()].join("\n"));
    const enrolled = {
      clusterId: randomUUID(),
      organization: "acme",
      cluster: "dev",
      gatewayUrl: "https://gateway.test",
    };
    const isEnrolment = request.url === agentPaths.enrol;
    response.writeHead(isEnrolment ? 201 : 404).end(JSON.stringify(enrolled));
  }

  #serve(socket: WebSocket): void {
    this.#socket = socket;
    socket.on("message", (data: Buffer, isBinary) => {
      const text = (isBinary ? gunzipSync(data) : data).toString();
      this.#record(text);
      const frame = AgentFrame.parse(JSON.parse(text));
      this.frames.push(frame);
      this.#take(frame);
    });
  }

  #take(frame: AgentFrame): void {
    switch (frame.type) {
      case "hello":
        return this.#send({ type: "challenge", nonce: randomUUID() });
      case "proof":
        return this.#send({ type: "welcome", cursor: null });
      case "snapEnd":
        return this.#send({ type: "ack", epoch: frame.epoch, seq: 0 });
      case "delta":
        return this.#send({ type: "ack", epoch: frame.epoch, seq: frame.seq });
      case "contentRequest": {
        const data = this.#contents.get(frame.digest)?.toString("base64") ?? null;
        const { digest } = frame;
        return this.#send({ type: "content", digest, index: 0, last: true, data });
      }
      default:
        return undefined;
    }
  }

  #send(frame: ServerFrame): void {
    this.#socket?.send(JSON.stringify(frame));
  }
}
