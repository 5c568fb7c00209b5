/** The program of each process, run by Node from the repository's root. */
export interface Programs {
  readonly sandbox: readonly string[];
  readonly seed: readonly string[];
  readonly web: readonly string[];
  readonly gateway: readonly string[];
  readonly workers: readonly string[];
  readonly agent: readonly string[];
}

export const programs: Programs = {
  sandbox: ["sandbox/main.ts"],
  seed: ["sandbox/seed.ts"],
  web: ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p"],
  gateway: ["workers/gateway/main.ts"],
  workers: ["workers/main.ts"],
  agent: ["agent/main.ts"],
};
