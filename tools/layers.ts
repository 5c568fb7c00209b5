/** Who may import whom. The documents' map, the linter and the graph check all read this table. */
export const layers: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  contracts: ["domain"],
  ports: ["domain", "contracts"],
  services: ["domain", "contracts", "ports"],
  adapters: ["domain", "contracts", "ports"],
  ui: ["domain", "contracts"],
  app: ["domain", "contracts", "services", "ui"],
  workers: ["domain", "contracts", "ports", "services"],
  agent: ["domain", "contracts"],
  cli: ["domain", "contracts"],
  sandbox: ["domain", "contracts", "ports", "services", "adapters", "workers", "agent"],
};

/** The only files that may name a concrete adapter. */
export const roots: readonly string[] = [
  "app/_server/runtime.ts",
  "app/_server/auth.ts",
  "workers/runtime.ts",
  "workers/gateway/runtime.ts",
  "agent/runtime.ts",
];

/** npm packages that the pure layers may use. */
export const pureDependencies: readonly string[] = ["yaml", "zod", "semver", "re2js", "diff"];
