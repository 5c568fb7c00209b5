/** Which bytes end an answer of upload-pack: a flush packet (protocol 2), or the end of the conversation (0 and 1). */
export type AnswerEnd = "flush" | "close";

/** One conversation with a host's `git upload-pack`. */
export interface UploadPackSession {
  /** What the host says first: its capabilities under protocol 2, else its references. */
  advertisement(): Promise<Buffer>;
  /** Sends a request and resolves to the whole answer in pkt-lines. */
  ask(request: Buffer, end: AnswerEnd): Promise<Buffer>;
  close(): void;
}

/**
 * A way to the git of one remote. Every method throws DomainError: "unavailable" when nobody answers to the end or in
 * time, "forbidden" for refused credentials or an untrusted host, "not-found" for an unknown repository. An abort
 * throws the caller's reason.
 */
export interface GitTransport {
  /** The host (and port) as messages name it. */
  readonly host: string;
  readonly url: string;
  /** Opens a conversation for fetching; the caller closes it. */
  uploadPack(signal?: AbortSignal): Promise<UploadPackSession>;
  /** The references and capabilities that `git receive-pack` announces, in pkt-lines. */
  advertiseReceivePack(signal?: AbortSignal): Promise<Buffer>;
  /** Sends commands and a pack to `git receive-pack` and resolves to its whole answer in pkt-lines. */
  receivePack(request: Buffer, signal?: AbortSignal): Promise<Buffer>;
  /** Lets go of kept connections. */
  close(): void;
}
