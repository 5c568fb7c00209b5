/** The proxy that the environment names for a URL, as Node's own agents choose it; null for a direct way. */
export function proxyFor(target: URL, env: NodeJS.ProcessEnv): URL | null {
  const name = target.protocol === "https:" ? "https_proxy" : "http_proxy";
  const proxy = env[name] || env[name.toUpperCase()];
  const none = env["no_proxy"] || env["NO_PROXY"] || "";
  if (!proxy || isExcepted(target, none)) return null;
  return URL.canParse(proxy) ? new URL(proxy) : null;
}

/** Node takes `.example.com` as the end of a name, and `*.example.com` as one with something before it. */
function isExcepted({ hostname, port, protocol }: URL, none: string): boolean {
  const host = hostname.toLowerCase();
  const withPort = `${host}:${port || (protocol === "https:" ? "443" : "80")}`;
  return none
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some(
      (entry) =>
        ["*", host, withPort].includes(entry) ||
        (/^\*?\./.test(entry) && host.endsWith(entry.slice(1))),
    );
}
