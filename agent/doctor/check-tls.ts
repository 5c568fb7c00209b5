import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { isIP } from "node:net";
import tls from "node:tls";

import { findingsOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { causeOf, networkWords } from "./network-cause.ts";

const longestMs = 10_000;
const soonMs = 14 * 24 * 60 * 60_000;

/** Whether the file of extra authorities is one; null where none is named. */
export async function checkAuthorityFile(
  file: string | undefined,
  now: Date,
): Promise<Finding | null> {
  if (file === undefined) return null;
  const { ok, warning, failed } = findingsOf("CA file");
  const next =
    "Put the authority's certificate as PEM into the key ca.crt of the ConfigMap that caConfigMap names.";
  try {
    const text = await readFile(file, "utf8");
    const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    const authorities = blocks.map((block) => new X509Certificate(block));
    if (authorities.length === 0) return failed(`${file} contains no certificate.`, next);
    const names = authorities.map(({ subject }) => oneLine(subject)).join("; ");
    const over = authorities.find(({ validTo }) => new Date(validTo) < now);
    if (over)
      return warning(`${oneLine(over.subject)} in ${file} is over since ${over.validTo}.`, next);
    return ok(`${file} adds ${names}.`);
  } catch (error) {
    return failed(`${file} cannot be used: ${networkWords(error)}.`, next);
  }
}

/** Whether the gateway's certificate is in order: its chain, its name, its time. The socket is used up. */
export async function checkTls(input: {
  readonly target: URL;
  readonly socket: Socket;
  readonly caFile: string | undefined;
  readonly now: Date;
}): Promise<Finding> {
  const { target, socket, caFile, now } = input;
  const { ok, warning, failed } = findingsOf("TLS");
  const host = target.hostname.replace(/^\[|\]$/g, "");
  const own = caFile === undefined ? null : await readFile(caFile, "utf8").catch(() => null);
  const secured = tls.connect({
    socket,
    host,
    ...(isIP(host) === 0 && { servername: host }),
    ca: [...tls.rootCertificates, ...(own === null ? [] : [own])],
  });
  try {
    await once(secured, "secureConnect", { signal: AbortSignal.timeout(longestMs) });
    const { subject, issuer, valid_to: end } = secured.getPeerCertificate();
    const facts = `${secured.getProtocol()}, ${String(subject.CN ?? host)} by ${String(issuer.O ?? issuer.CN ?? "an authority")}, valid until ${end}`;
    const isSoonOver = new Date(end).getTime() - now.getTime() < soonMs;
    if (isSoonOver) return warning(`${facts}.`, "Have the gateway's certificate renewed.");
    return ok(`${facts}.`);
  } catch (error) {
    return failed(...troubleOf(error, { host, hasOwn: own !== null }));
  } finally {
    secured.destroy();
  }
}

function troubleOf(
  error: unknown,
  { host, hasOwn }: { readonly host: string; readonly hasOwn: boolean },
): [found: string, next: string] {
  switch (causeOf(error)) {
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return [
        `The certificate is not made out to ${host}: ${networkWords(error)}`,
        "Use in STAGECOACH_GATEWAY a name that the certificate has, or have one made out to this name.",
      ];
    case "CERT_HAS_EXPIRED":
      return [
        "A certificate of the gateway's chain is over.",
        "Have it renewed; check this node's clock too.",
      ];
    case "CERT_NOT_YET_VALID":
      return [
        "A certificate of the gateway's chain is not valid yet.",
        "Check this node's clock against the gateway's.",
      ];
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return [
        `Nobody whom the agent trusts vouches for the gateway's certificate (${causeOf(error)}).`,
        hasOwn
          ? "The CA file is of another authority than the one that signed: put the right one in, or the missing one between."
          : "Where the gateway, or a proxy that opens TLS, has a certificate of your own authority, name that authority in a ConfigMap by caConfigMap (STAGECOACH_CA_FILE).",
      ];
    case "ERR_SSL_WRONG_VERSION_NUMBER":
    case "EPROTO":
      return [
        "What answers on that port does not speak TLS.",
        "Check the port, and whether STAGECOACH_GATEWAY should begin with http.",
      ];
    default:
      return [
        `TLS failed: ${networkWords(error)}.`,
        "Check what stands between the agent and the gateway.",
      ];
  }
}

function oneLine(subject: string): string {
  return subject.replaceAll("\n", ", ");
}
