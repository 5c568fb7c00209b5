import { z } from "zod";

const emptyIsUnset = z.string().transform((text) => (text === "" ? undefined : text));

const Environment = z.object({
  STAGECOACH_GATEWAY: z.url({ protocol: /^(https?|wss?)$/ }),
  STAGECOACH_ENROLMENT_TOKEN: emptyIsUnset.optional(),
  STAGECOACH_STATE_DIR: z.string().min(1),
  STAGECOACH_SYNC: z.enum(["apply", "off"]).default("apply"),
  STAGECOACH_CA_FILE: emptyIsUnset.optional(),
  KUBECONFIG: emptyIsUnset.optional(),
});

export interface Config {
  /** http or https; without a slash at its end. */
  readonly gateway: string;
  /** Needed once. */
  readonly enrolmentToken: string | undefined;
  readonly stateDir: string;
  readonly sync: "apply" | "off";
  /** Certificates to trust for the gateway besides the well-known ones. */
  readonly caFile: string | undefined;
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
  return {
    gateway: data.STAGECOACH_GATEWAY.replace(/^ws/, "http").replace(/\/+$/, ""),
    enrolmentToken: data.STAGECOACH_ENROLMENT_TOKEN,
    stateDir: data.STAGECOACH_STATE_DIR,
    sync: data.STAGECOACH_SYNC,
    caFile: data.STAGECOACH_CA_FILE,
    kubeconfig: data.KUBECONFIG,
  };
}
