/** What a person reads of a mail. */
export interface MailContent {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Reads a mail (RFC 5322 with MIME parts), given as latin1 text of its bytes; unknown parts are left out. */
export function parseMail(source: string): MailContent {
  const mail = parsePart(source);
  return {
    from: headerText(mail, "from"),
    to: headerText(mail, "to"),
    subject: headerText(mail, "subject"),
    text: textOf(mail)?.trim() ?? "",
  };
}

function headerText({ headers }: Part, name: string): string {
  return decodeWords(headers.get(name) ?? "");
}

function parsePart(source: string): Part {
  const text = source.replaceAll("\r\n", "\n");
  const end = text.indexOf("\n\n");
  const head = end === -1 ? text : text.slice(0, end);
  const lines = head.replace(/\n[ \t]+/g, " ").split("\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { headers: new Map(headers), body: end === -1 ? "" : text.slice(end + 2) };
}

/** The plain text of a part; of alternatives the first that has any, which is the plainest. */
function textOf(part: Part): string | undefined {
  const type = part.headers.get("content-type") ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary !== undefined) {
    const inner = part.body.split(`--${boundary}`).slice(1, -1);
    return inner.map((source) => textOf(parsePart(source.replace(/^\n/, "")))).find(Boolean);
  }
  if (!/^text\//i.test(type)) return undefined;
  const text = decodeBody(part.body, part.headers.get("content-transfer-encoding") ?? "7bit");
  return /^text\/html/i.test(type) ? withoutMarkup(text) : text;
}

function decodeBody(body: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable":
      return decodeQuoted(body.replace(/=\n/g, ""));
    default:
      return Buffer.from(body, "latin1").toString("utf8");
  }
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Encoded words of a header (RFC 2047), in UTF-8 only. */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?(b|q)\?(.*?)\?=/gi, (_, encoding: string, text: string) =>
      encoding.toLowerCase() === "b"
        ? Buffer.from(text, "base64").toString("utf8")
        : decodeQuoted(text.replaceAll("_", " ")),
    );
}

function withoutMarkup(text: string): string {
  return text.replace(/<a [^>]*href="([^"]+)"[^>]*>/gi, "$1 ").replace(/<[^>]+>/g, "");
}
