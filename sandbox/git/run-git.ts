import { spawn } from "node:child_process";

/** Runs git in a bare repository, without anything of the user's settings; its output as text. */
export function runGit(
  directory: string,
  args: readonly string[],
  input: string | Buffer = "",
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, { cwd: directory, env: gitEnvironment() });
    const output: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(output));
      else reject(new Error(`git ${args[0]} failed: ${Buffer.concat(complaints).toString()}`));
    });
    child.stdin.on("error", () => {}); // A git that ends early says why on stderr.
    child.stdin.end(input);
  });
}

/** The environment of every git process of the sandbox: only the path, no user or system settings. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const { PATH = "", NODE_ENV } = process.env;
  return {
    PATH,
    NODE_ENV,
    HOME: "/nonexistent",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
}
