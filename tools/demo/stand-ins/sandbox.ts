/** Stands in for the sandbox: addresses that nobody serves. */
const addresses = {
  control: "http://127.0.0.1:9/",
  identity: { issuer: "http://127.0.0.1:9", clientId: "id", clientSecret: "secret" },
  smtp: { host: "127.0.0.1", port: 9 },
};
process.stdout.write(`${JSON.stringify({ ready: true, addresses })}\n`);
setInterval(() => undefined, 60_000);
