/** A pkt-line (gitprotocol-common): four hexadecimal digits of length, then the content. */
export function pktLine(text: string): Buffer {
  const content = Buffer.from(text, "utf8");
  return Buffer.concat([Buffer.from((content.length + 4).toString(16).padStart(4, "0")), content]);
}

export const flushPacket: Buffer = Buffer.from("0000");

/** The contents of the pkt-lines; special packets end nothing and are passed over. */
export function* readPktLines(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at + 4 <= bytes.length;) {
    const digits = bytes.toString("latin1", at, at + 4);
    if (!/^[\da-fA-F]{4}$/.test(digits)) return;
    const length = Number.parseInt(digits, 16);
    if (length >= 4) yield bytes.subarray(at + 4, at + length);
    at += Math.max(length, 4);
  }
}

/** Between the parts of a request or an answer under protocol 2. */
export const delimiterPacket: Buffer = Buffer.from("0001");

/** A pkt-line as it stands in a stream; `end` is the offset behind it. */
export type Packet =
  | { readonly kind: "data"; readonly content: Buffer; readonly end: number }
  | { readonly kind: "flush" | "delimiter" | "close"; readonly end: number };

const specials = ["flush", "delimiter", "close"] as const;

/** Every whole packet from `start` on, special ones included; stops before one that is cut or is none. */
export function* readPackets(bytes: Buffer, start = 0): Generator<Packet, undefined> {
  for (let at = start; at + 4 <= bytes.length;) {
    const digits = bytes.toString("latin1", at, at + 4);
    const length = /^[\da-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
    const special = specials[length];
    const end = at + Math.max(length, 4);
    if (Number.isNaN(length) || length === 3 || end > bytes.length) return;
    if (special) yield { kind: special, end };
    else yield { kind: "data", content: bytes.subarray(at + 4, end), end };
    at = end;
  }
}
