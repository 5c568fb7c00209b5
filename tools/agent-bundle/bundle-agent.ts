import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Writes the agent as a few files into the folder and returns the path of the one to start.
 *
 * CommonJS, because an `import` of `node:http` runs all its getters and so loads Node's own WebSocket: 14 MB.
 */
export async function bundleAgent(folder: string): Promise<string> {
  const build = await rolldown({
    input: join(root, "agent", "main.ts"),
    platform: "node",
    cwd: root,
  });
  try {
    const { output } = await build.write({
      dir: folder,
      format: "cjs",
      entryFileNames: "main.cjs",
      chunkFileNames: "[name]-[hash].cjs",
      minify: true,
    });
    await Promise.all(output.map(({ fileName }) => writeInAscii(join(folder, fileName))));
  } finally {
    await build.close();
  }
  return join(folder, "main.cjs");
}

/** V8 keeps a program's text, at two bytes a character as soon as one of them needs it. */
async function writeInAscii(file: string): Promise<void> {
  const text = await readFile(file, "utf8");
  await writeFile(
    file,
    text.replace(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  );
}
