import { createServer } from "node:http";

/** Stands in for the web: every page shows a variable of its environment. */
const server = createServer((_request, response) => {
  response.end(process.env["STAGECOACH_URL"]);
});
server.listen(Number(process.argv.at(-1)), "127.0.0.1");
