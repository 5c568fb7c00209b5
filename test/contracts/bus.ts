import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import type { Bus } from "#ports/bus.ts";

const patience = { timeout: 5_000, interval: 5 } as const;

/** What every bus promises. `open` gives another process's end of the same bus each time. */
export function describeBus(name: string, open: () => Promise<Bus>): void {
  describe(`${name} as a bus`, () => {
    let here: Bus;
    let there: Bus;
    beforeAll(async () => {
      [here, there] = [await open(), await open()];
    });
    afterAll(async () => {
      await Promise.all([here.close(), there.close()]);
    });

    it("is heard by every listener of the channel, in this process and in others", async () => {
      const heard = [vi.fn(), vi.fn(), vi.fn()] as const;
      await here.listen("everyone", heard[0]);
      await there.listen("everyone", heard[1]);
      await there.listen("everyone", heard[2]);
      await here.ring("everyone");
      for (const one of heard) await vi.waitFor(() => expect(one).toHaveBeenCalledOnce(), patience);
    });

    it("is not heard on other channels", async () => {
      const [right, wrong] = [vi.fn(), vi.fn()];
      await here.listen("events:acme", right);
      await here.listen("events:globex", wrong);
      await there.ring("events:acme");
      await vi.waitFor(() => expect(right).toHaveBeenCalledOnce(), patience);
      expect(wrong).not.toHaveBeenCalled();
    });

    it("is not heard after the end, and ending one listener keeps the others", async () => {
      const [stays, goes] = [vi.fn(), vi.fn()];
      await here.listen("leaving", stays);
      const stop = await here.listen("leaving", goes);
      await stop();
      await there.ring("leaving");
      await vi.waitFor(() => expect(stays).toHaveBeenCalledOnce(), patience);
      expect(goes).not.toHaveBeenCalled();
    });

    it.each(["with space", 'with"quote', "ünïcode", "x".repeat(20_000)])(
      "takes any name of a channel",
      async (channel) => {
        const heard = vi.fn();
        await here.listen(channel, heard);
        await there.ring(channel);
        await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce(), patience);
      },
    );
  });
}
