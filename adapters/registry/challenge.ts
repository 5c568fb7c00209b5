/** How a registry wants to be asked: the parts of its `WWW-Authenticate` header. */
export type Challenge =
  | { readonly scheme: "basic" }
  | {
      readonly scheme: "bearer";
      readonly realm: string;
      readonly service: string | null;
      readonly scope: string | null;
    };

/** Reads the first challenge that we can answer, Bearer before Basic; null when there is none. */
export function parseChallenge(header: string | null): Challenge | null {
  if (header === null) return null;
  const bearer = /(?:^|,\s*)bearer\s+(.*)$/i.exec(header)?.[1];
  const parameters = bearer === undefined ? new Map<string, string>() : parametersOf(bearer);
  const realm = parameters.get("realm");
  if (realm !== undefined) {
    const service = parameters.get("service") ?? null;
    return { scheme: "bearer", realm, service, scope: parameters.get("scope") ?? null };
  }
  return /(?:^|,\s*)basic(?:\s|$)/i.test(header) ? { scheme: "basic" } : null;
}

function parametersOf(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [, name = "", quoted, plain] of text.matchAll(/(\w+)=(?:"([^"]*)"|([^\s",]+))/g)) {
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted ?? plain ?? "");
  }
  return parameters;
}
