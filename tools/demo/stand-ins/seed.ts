/** Stands in for the seeding: one agent. */
const agent = { gateway: "ws://127.0.0.1:9", token: "t", kubeconfig: "/none", stateDir: "/none" };
process.stdout.write(`${JSON.stringify({ agents: [{ ...agent, cluster: "dev" }] })}\n`);
