import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import tls from "node:tls";

/**
 * The HTTP agent for everything that goes to the gateway. Honours HTTPS_PROXY and NO_PROXY; certificates are always
 * checked, against the well-known authorities and those in the file.
 */
export async function createGatewayAgent(input: {
  readonly url: string;
  readonly caFile: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}): Promise<http.Agent> {
  const { url, caFile, env: proxyEnv } = input;
  if (!url.startsWith("https:")) return new http.Agent({ proxyEnv });
  if (caFile === undefined) return new https.Agent({ proxyEnv });
  const ca = [...tls.rootCertificates, await readFile(caFile, "utf8")];
  // Made once: it takes a while, and memory, to read all authorities.
  return new https.Agent({ proxyEnv, secureContext: tls.createSecureContext({ ca }) });
}
