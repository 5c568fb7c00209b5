import { generateKeyPairSync, sign } from "node:crypto";

/** A key and a certificate that signs itself, for 127.0.0.1: its own authority. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const sequence = 0x30;
const set = 0x31;
const context = 0xa0;
const oids = {
  commonName: "550403",
  sha256WithRsa: "2a864886f70d01010b",
  alternativeName: "551d11",
  basicConstraints: "551d13",
} as const;

/** Makes a certificate in X.509's DER (RFC 5280) with what node's crypto has; good from 2020 to 2049. */
export function makeCertificate(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const name = der(
    sequence,
    der(set, der(sequence, oid(oids.commonName), der(0x0c, Buffer.from("test")))),
  );
  const algorithm = der(sequence, oid(oids.sha256WithRsa), der(0x05));
  const address = der(sequence, der(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = der(
    sequence,
    der(sequence, oid(oids.alternativeName), der(0x04, address)),
    der(sequence, oid(oids.basicConstraints), der(0x04, der(sequence, der(0x01, truth)))),
  );
  const body = der(
    sequence,
    der(context, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    der(sequence, utcTime("200101000000Z"), utcTime("491231235959Z")),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(context | 3, extensions),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", body, privateKey)]);
  const base64 = der(sequence, body, algorithm, der(0x03, signature)).toString("base64");
  const lines = base64.match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}

const truth = Buffer.from([0xff]);

/** One value: its tag, its length, its content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function utcTime(text: string): Buffer {
  return der(0x17, Buffer.from(text));
}
