import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { outdate } from "./outdate.ts";

const queryKey = ["pod-logs", "acme", "1"];
let client: QueryClient;
let requests: PromiseWithResolvers<string>[];
let leave: () => void;

/** Shows the query, each of whose requests is answered when the test says so. */
function show(): void {
  const queryFn = (): Promise<string> => {
    const request = Promise.withResolvers<string>();
    requests.push(request);
    return request.promise;
  };
  const options = { queryKey, queryFn, staleTime: Infinity, retry: false };
  leave = new QueryObserver(client, options).subscribe(() => {});
}

async function settle(): Promise<void> {
  for (let turns = 0; turns < 3; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function answer(index: number, text: string): Promise<void> {
  requests[index]?.resolve(text);
  await settle();
}

beforeEach(() => {
  client = new QueryClient();
  requests = [];
  show();
});

afterEach(() => {
  leave();
  client.clear();
});

describe("what changed", () => {
  it("is asked for again where it is shown", async () => {
    await answer(0, "old");
    outdate(client, { queryKey });
    await answer(1, "new");
    expect(client.getQueryData(queryKey)).toBe("new");
    expect(requests).toHaveLength(2);
  });

  it("while its first answer was on the way is asked for once more", async () => {
    for (let changes = 0; changes < 3; changes += 1) outdate(client, { queryKey });
    expect(requests).toHaveLength(1);
    await answer(0, "older than the change");
    await answer(1, "new");
    expect(client.getQueryData(queryKey)).toBe("new");
    expect(requests).toHaveLength(2);
  });

  it("while a later answer was on the way takes its place", async () => {
    await answer(0, "first");
    outdate(client, { queryKey });
    outdate(client, { queryKey });
    await answer(1, "older than the change");
    await answer(2, "new");
    expect(client.getQueryData(queryKey)).toBe("new");
  });

  it("is not asked for where nobody looks any more", async () => {
    outdate(client, { queryKey });
    leave();
    await answer(0, "older than the change");
    expect(requests).toHaveLength(1);
    expect(client.getQueryState(queryKey)?.isInvalidated).toBe(true);
  });

  it("is asked for again although the first request failed", async () => {
    outdate(client, { queryKey });
    requests[0]?.reject(new Error("away"));
    await settle();
    await answer(1, "new");
    expect(client.getQueryData(queryKey)).toBe("new");
  });

  it("elsewhere changes nothing here", async () => {
    outdate(client, { predicate: ({ queryKey: [, org] }) => org === "other" });
    await answer(0, "first");
    expect(requests).toHaveLength(1);
  });
});
