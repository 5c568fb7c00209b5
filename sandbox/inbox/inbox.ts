import type { Server } from "node:net";

import { SMTPServer } from "smtp-server";

import { listen } from "#sandbox/http/listen.ts";

import { parseMail, type MailContent } from "./parse-mail.ts";

export interface ReceivedMail extends MailContent {
  readonly received: string;
}

export interface Inbox {
  readonly port: number;
  /** Newest first; the oldest are forgotten. */
  readonly mails: readonly ReceivedMail[];
  close(): Promise<void>;
}

const kept = 200;

/** Starts an SMTP server that takes every mail, to whomever it goes, and keeps it to be read. */
export async function startInbox(options: {
  readonly port: number;
  readonly now: () => Date;
}): Promise<Inbox> {
  const mails: ReceivedMail[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username }),
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const content = parseMail(Buffer.concat(chunks).toString("latin1"));
        mails.unshift({ ...content, received: options.now().toISOString() });
        mails.length = Math.min(mails.length, kept);
        done();
      });
    },
  });
  smtp.on("error", () => {}); // A client that goes away is nobody's problem here.
  const server: Server = smtp.server;
  const port = await listen(server, options.port);
  return { port, mails, close: () => new Promise((resolve) => smtp.close(() => resolve())) };
}
