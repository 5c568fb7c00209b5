import { createTransport } from "nodemailer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { inboxPage } from "./inbox-page.ts";
import { startInbox, type Inbox } from "./inbox.ts";

let inbox: Inbox;

beforeAll(async () => {
  inbox = await startInbox({ port: 0, now: () => new Date("2026-03-01T10:00:00Z") });
});

afterAll(() => inbox.close());

async function send(mail: object): Promise<void> {
  const transport = createTransport({ host: "127.0.0.1", port: inbox.port });
  await transport.sendMail({
    from: "Stagecoach <no-reply@acme.test>",
    to: "ana@acme.test",
    ...mail,
  });
  transport.close();
}

describe("the inbox", () => {
  it.each([
    { name: "plain", text: "Release 12 failed.\nhttp://127.0.0.1:3000/acme/releases/12" },
    { name: "beyond ASCII", text: "Größe: 3 → 4 – „fertig“ ✔" },
    { name: "base64", text: "Größe", textEncoding: "base64" },
    { name: "long lines", text: "word ".repeat(300).trim() },
  ])("reads a mail: $name", async ({ name: subject, ...mail }) => {
    await send({ subject, html: `<p>not shown</p>`, ...mail });
    expect(inbox.mails[0]).toEqual({
      subject,
      from: "Stagecoach <no-reply@acme.test>",
      to: "ana@acme.test",
      text: mail.text,
      received: "2026-03-01T10:00:00.000Z",
    });
  });

  it("reads the text and the links of a mail that has only markup", async () => {
    await send({ subject: "m", html: '<p>See <a href="http://a.test/1">the release</a></p>' });
    expect(inbox.mails[0]?.text).toBe("See http://a.test/1 the release");
  });

  it("decodes subjects and takes a sender who signs in", async () => {
    const subject =
      "Freigabe nötig: 3 Änderungen für prod – bitte prüfen, bevor das Fenster schließt";
    await send({ subject, text: "t", auth: { user: "u", pass: "p" } });
    expect(inbox.mails[0]?.subject).toBe(subject);
  });

  it("shows links that can be followed, and nothing that a mail could smuggle in", () => {
    const { text } = inboxPage([
      {
        subject: "<b>s</b>",
        from: "a",
        to: "b",
        received: "2026-03-01T10:00:00.000Z",
        text: 'Open http://a.test/x?a=1&b=2. Then <script>alert("1")</script>',
      },
    ]);
    expect(text).toContain('<a href="http://a.test/x?a=1&amp;b=2">http://a.test/x?a=1&amp;b=2</a>');
    expect(text).not.toContain("<script>");
    expect(text).toContain("&lt;b&gt;s&lt;/b&gt;");
  });
});
