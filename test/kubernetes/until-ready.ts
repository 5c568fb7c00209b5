import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { GuardedProcess } from "./guarded-process.ts";

const longestStartMs = 90_000;
const lookAgainMs = 100;

/** Waits until the API server says that it is ready; resolves to the authority of its certificate. */
export async function untilReady(options: {
  readonly server: string;
  readonly token: string;
  readonly folder: string;
  readonly parts: readonly GuardedProcess[];
}): Promise<string> {
  const { server, token, folder, parts } = options;
  const failed = Promise.race(parts.map((part) => part.failed));
  for (const deadline = Date.now() + longestStartMs; Date.now() < deadline;) {
    const ca = await readFile(join(folder, "certificates", "apiserver.crt"), "utf8").catch(
      () => null,
    );
    if (ca !== null && (await isReady({ server, token, ca }))) return ca;
    await Promise.race([sleep(lookAgainMs), failed]);
  }
  throw new Error(`${server} was not ready within ${longestStartMs / 1000} s; see ${folder}`);
}

function isReady({
  server,
  token,
  ca,
}: {
  readonly server: string;
  readonly token: string;
  readonly ca: string;
}): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const headers = { authorization: `Bearer ${token}` };
  const call = request(`${server}/readyz`, { ca, headers, agent: false }, (answer) => {
    answer.resume();
    resolve(answer.statusCode === 200);
  });
  call.on("error", () => resolve(false));
  call.end();
  return promise;
}
