import { parse } from "semver";

/** How an agent's version stands to the server's. Whatever it is, the agent keeps running. */
export type VersionSupport =
  | "current"
  /** Older, and supported. */
  | "older"
  /** Older than what is supported: it may not understand what it is told. */
  | "too-old"
  /** Newer than the server: what it adds is not understood here. */
  | "too-new"
  /** Not a version. */
  | "unknown";

/** How many minor versions behind the server an agent may be. */
export const supportedMinors = 2;

/**
 * Compares major and minor; a patch or a pre-release makes no difference. Across a major version nothing older is
 * supported.
 */
export function versionSupport(versions: {
  readonly agent: string;
  readonly server: string;
}): VersionSupport {
  const agent = parse(versions.agent);
  const server = parse(versions.server);
  if (agent === null || server === null) return "unknown";
  if (agent.major !== server.major) return agent.major < server.major ? "too-old" : "too-new";
  const behind = server.minor - agent.minor;
  if (behind < 0) return "too-new";
  if (behind === 0) return "current";
  return behind <= supportedMinors ? "older" : "too-old";
}
