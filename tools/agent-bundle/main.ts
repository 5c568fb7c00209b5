import { bundleAgent } from "./bundle-agent.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder to write the agent into.");
process.stdout.write(`${await bundleAgent(folder)}\n`);
