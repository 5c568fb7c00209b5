import { readFile } from "node:fs/promises";

import { expect, it } from "vitest";

import { agentProcess } from "./agent-process.ts";

it("is what the image starts", async () => {
  const file = await readFile(new URL("../../Dockerfile", import.meta.url), "utf8");
  const image = file.slice(file.indexOf("AS agent\n"));
  const command = ["node", ...agentProcess.flags, "main.cjs"];
  expect(image).toContain(`CMD [${command.map((word) => JSON.stringify(word)).join(", ")}]`);
  for (const [name, value] of Object.entries(agentProcess.env)) {
    expect(image).toContain(`${name}=${value}`);
  }
});
