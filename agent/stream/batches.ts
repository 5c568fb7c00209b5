import { frameLimits } from "#contracts/agent-protocol.ts";

/** Cuts a list so that each part fits a frame, by number and by bytes of JSON. */
export function* batches<T>(items: Iterable<T>): Generator<readonly T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    const isFull = batch.length >= frameLimits.objects || bytes + size > frameLimits.objectBytes;
    if (isFull && batch.length > 0) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
