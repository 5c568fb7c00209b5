import { z } from "zod";

import { LogLevel } from "#contracts/log.ts";

const emptyIsUnset = z.string().transform((text) => (text === "" ? undefined : text));

const Environment = z.object({
  STAGECOACH_GATEWAY: z.url({ protocol: /^(https?|wss?)$/ }),
  STAGECOACH_ENROLMENT_TOKEN: emptyIsUnset.optional(),
  STAGECOACH_STATE_DIR: z.string().min(1),
  STAGECOACH_SYNC: z.enum(["apply", "off"]).default("apply"),
  STAGECOACH_ARGO_SYNC: z.enum(["on", "off"]).default("off"),
  /** Comma-separated. */
  STAGECOACH_NAMESPACES: z
    .string()
    .default("")
    .transform((text) => [...new Set(text.split(",").map((name) => name.trim()))].filter(Boolean))
    .pipe(z.array(z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "names no namespace"))),
  STAGECOACH_CA_FILE: emptyIsUnset.optional(),
  /** `namespace/name` of a Lease; of several agents only its holder works. */
  STAGECOACH_LEASE: emptyIsUnset
    .pipe(
      z
        .string()
        .regex(/^[a-z0-9-]+\/[a-z0-9.-]+$/, "must be namespace/name")
        .optional(),
    )
    .optional(),
  STAGECOACH_POD_NAME: emptyIsUnset.optional(),
  STAGECOACH_POD_NAMESPACE: emptyIsUnset.optional(),
  STAGECOACH_HEALTH_PORT: emptyIsUnset
    .transform((text) => (text === undefined ? undefined : Number(text)))
    .pipe(z.number().int().min(0).max(65_535).optional())
    .optional(),
  LOG_LEVEL: LogLevel.default("info"),
  KUBECONFIG: emptyIsUnset.optional(),
});

export interface Config {
  /** http or https; without a slash at its end. */
  readonly gateway: string;
  /** Needed once. */
  readonly enrolmentToken: string | undefined;
  readonly stateDir: string;
  readonly sync: "apply" | "off";
  /** Whether Applications of Argo CD that do not sync by themselves are told to after a push. */
  readonly argoSync: "on" | "off";
  /** The namespaces to look at; empty for the whole cluster. */
  readonly namespaces: readonly string[];
  /** Certificates to trust for the gateway besides the well-known ones. */
  readonly caFile: string | undefined;
  /** The Lease that lets one of several agents work; without it every one does. */
  readonly lease: { readonly namespace: string; readonly name: string } | undefined;
  /** Who this process is among them. */
  readonly holder: string | undefined;
  /** The namespace that the agent keeps its own things in. */
  readonly namespace: string;
  /** Where the kubelet and Prometheus ask; nowhere without it. */
  readonly healthPort: number | undefined;
  /** What matters less is not logged. */
  readonly logLevel: LogLevel;
  /** A kubeconfig file; inside of a cluster there is none. */
  readonly kubeconfig: string | undefined;
}

/** The agent's configuration; throws a sentence that names each variable that is missing or wrong. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".")}: ${message}`,
    );
    throw new Error(`The agent cannot start: ${problems.join("; ")}.`);
  }
  const { data } = parsed;
  const [leaseNamespace = "", name = ""] = data.STAGECOACH_LEASE?.split("/") ?? [];
  return {
    gateway: data.STAGECOACH_GATEWAY.replace(/^ws/, "http").replace(/\/+$/, ""),
    enrolmentToken: data.STAGECOACH_ENROLMENT_TOKEN,
    stateDir: data.STAGECOACH_STATE_DIR,
    sync: data.STAGECOACH_SYNC,
    argoSync: data.STAGECOACH_ARGO_SYNC,
    namespaces: data.STAGECOACH_NAMESPACES,
    caFile: data.STAGECOACH_CA_FILE,
    lease: data.STAGECOACH_LEASE === undefined ? undefined : { namespace: leaseNamespace, name },
    holder: data.STAGECOACH_POD_NAME,
    namespace: data.STAGECOACH_POD_NAMESPACE ?? "stagecoach",
    healthPort: data.STAGECOACH_HEALTH_PORT,
    logLevel: data.LOG_LEVEL,
    kubeconfig: data.KUBECONFIG,
  };
}
