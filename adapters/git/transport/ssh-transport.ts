import type { Client } from "ssh2";

import { flushPacket } from "#adapters/git/pkt-line.ts";

import { unavailable } from "./failure.ts";
import { openConnection, runCommand } from "./ssh-connection.ts";
import type { SshTarget } from "./ssh-connection.ts";
import { SshConversation } from "./ssh-conversation.ts";
import type { GitTransport, UploadPackSession } from "./transport.ts";

/** git over ssh: each request is a channel of one connection, which is kept for a while. */
export class SshTransport implements GitTransport {
  readonly host: string;
  readonly url: string;
  readonly #target: SshTarget;
  #connection: Promise<Client> | null = null;
  #idle: NodeJS.Timeout | undefined;
  #channels = 0;

  constructor(target: SshTarget) {
    const { host, port, url } = target.remote;
    this.host = port === 22 ? host : `${host}:${port}`;
    this.url = url;
    this.#target = target;
  }

  async uploadPack(signal?: AbortSignal): Promise<UploadPackSession> {
    const conversation = await this.#talk("git-upload-pack", signal);
    const advertisement = conversation.receive("flush");
    advertisement.catch(() => {});
    return {
      advertisement: () => advertisement,
      async ask(request, end) {
        await advertisement;
        const answer = conversation.receive(end);
        conversation.send(request);
        return answer;
      },
      close() {
        conversation.send(flushPacket);
        conversation.finish();
        conversation.close();
      },
    };
  }

  async advertiseReceivePack(signal?: AbortSignal): Promise<Buffer> {
    const conversation = await this.#talk("git-receive-pack", signal);
    try {
      const advertisement = await conversation.receive("flush");
      conversation.send(flushPacket);
      return advertisement;
    } finally {
      conversation.finish();
      conversation.close();
    }
  }

  /** The request is sent before the host has said its references, which are passed over: no round trip is waited for. */
  async receivePack(request: Buffer, signal?: AbortSignal): Promise<Buffer> {
    const conversation = await this.#talk("git-receive-pack", signal);
    try {
      conversation.send(request);
      conversation.finish();
      await conversation.receive("flush");
      return await conversation.receive("close");
    } finally {
      conversation.close();
    }
  }

  close(): void {
    clearTimeout(this.#idle);
    const connection = this.#connection;
    this.#connection = null;
    connection?.then(
      (client) => client.end(),
      () => {},
    );
  }

  async #talk(
    command: "git-upload-pack" | "git-receive-pack",
    signal: AbortSignal | undefined,
  ): Promise<SshConversation> {
    signal?.throwIfAborted();
    const line = `${command} ${quoted(this.#target.remote.path)}`;
    const channel = await this.#run(line, signal);
    this.#channels += 1;
    clearTimeout(this.#idle);
    channel.once("close", () => this.#leave());
    const { idleMs } = this.#target.limits;
    return new SshConversation(channel, { host: this.host, url: this.url, idleMs, signal });
  }

  /** A kept connection may have been closed by the host meanwhile: nothing was asked yet, so another one is opened. */
  async #run(line: string, signal: AbortSignal | undefined) {
    const kept = this.#connection;
    if (kept) {
      try {
        return await runCommand(await kept, line, signal);
      } catch {
        signal?.throwIfAborted();
        this.#drop(kept);
      }
    }
    const client = await this.#connect(signal);
    try {
      return await runCommand(client, line, signal);
    } catch {
      signal?.throwIfAborted();
      throw unavailable(this.host, "does not let git be asked");
    }
  }

  #connect(signal: AbortSignal | undefined): Promise<Client> {
    if (this.#connection) return this.#connection;
    const opening = openConnection(this.#target, signal);
    this.#connection = opening;
    opening.then(
      (client) => client.once("close", () => this.#drop(opening)),
      () => this.#drop(opening),
    );
    return opening;
  }

  #drop(connection: Promise<Client>): void {
    if (this.#connection === connection) this.#connection = null;
  }

  #leave(): void {
    this.#channels -= 1;
    if (this.#channels > 0) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.close(), this.#target.limits.keepMs).unref();
  }
}

/** As a POSIX shell reads one word. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
