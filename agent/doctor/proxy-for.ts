/** The proxy that the environment names for a URL, as Node's own agents choose it; null for a direct way. */
export function proxyFor(target: URL, env: NodeJS.ProcessEnv): URL | null {
  const name = target.protocol === "https:" ? "https_proxy" : "http_proxy";
  const proxy = env[name] || env[name.toUpperCase()];
  const none = env["no_proxy"] || env["NO_PROXY"] || "";
  if (!proxy || isExcepted(target, none)) return null;
  return URL.canParse(proxy) ? new URL(proxy) : null;
}

function isExcepted({ hostname, port, protocol }: URL, none: string): boolean {
  const host = hostname.toLowerCase();
  const ports = port || (protocol === "https:" ? "443" : "80");
  return none
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === "*") return true;
      const [name = "", only] = /^(.*?)(?::(\d+))?$/.exec(entry)?.slice(1) ?? [];
      if (only !== undefined && only !== ports) return false;
      const suffix = name.replace(/^\*/, "");
      return suffix.startsWith(".") ? host.endsWith(suffix) : host === suffix;
    });
}
