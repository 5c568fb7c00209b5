/** A pkt-line (gitprotocol-common): four hexadecimal digits of length, then the content. */
export function pktLine(text: string): Buffer {
  const content = Buffer.from(text, "utf8");
  return Buffer.concat([Buffer.from((content.length + 4).toString(16).padStart(4, "0")), content]);
}

export const flushPacket: Buffer = Buffer.from("0000");

/** The contents of the pkt-lines; special packets end nothing and are passed over. */
export function* readPktLines(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = Number.parseInt(bytes.toString("latin1", at, at + 4), 16);
    if (Number.isNaN(length)) return;
    if (length >= 4) yield bytes.subarray(at + 4, at + length);
    at += Math.max(length, 4);
  }
}
