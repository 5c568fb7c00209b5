/** Stands in for gateway, workers and agents: says that it is ready and waits. */
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
setInterval(() => undefined, 60_000);
