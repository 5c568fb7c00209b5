import { setTimeout as wait } from "node:timers/promises";

/** The promise's outcome, or an error when that takes longer. What it stands for is not stopped. */
export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = wait(milliseconds, undefined, { signal: done.signal }).then(() => {
    throw new Error(`No answer within ${milliseconds} ms`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    done.abort();
    late.catch(() => {});
  }
}
