/** The program of each process, run by Node from the repository's root. */
export interface Programs {
  readonly sandbox: readonly string[];
  readonly seed: readonly string[];
  readonly web: readonly string[];
  readonly gateway: readonly string[];
  readonly workers: readonly string[];
  readonly agent: readonly string[];
}

/** The sign-in library uses an old URL parser at every start; nobody here can act on the warning. */
const quiet = "--disable-warning=DEP0169";

export const programs: Programs = {
  sandbox: ["sandbox/main.ts"],
  seed: ["sandbox/seed.ts"],
  web: [quiet, "node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p"],
  gateway: ["workers/gateway/main.ts"],
  workers: ["workers/main.ts"],
  agent: ["agent/main.ts"],
};
