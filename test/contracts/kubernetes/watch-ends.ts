import { describe, expect, it } from "vitest";

import { configMaps, type ContractContext } from "./context.ts";

export function describeWatchEnds(context: ContractContext): void {
  const { namespace } = context;
  describe("ends of watches", () => {
    it("ends after timeoutSeconds", async () => {
      const { version } = await context.client.list(configMaps(namespace));
      const watch = context.client.watch(
        `${configMaps(namespace)}?resourceVersion=${version}&timeoutSeconds=1`,
      );
      expect(await watch.rest()).toEqual([]);
    });

    it("refuses a version that is too old with 410, as status or within the stream", async ({
      skip,
    }) => {
      if (!context.api.forgetHistory) return skip();
      await context.createConfigMap("forgotten");
      context.api.forgetHistory();
      const watch = context.client.watch(`${configMaps(namespace)}?resourceVersion=1`);
      const events = await watch.rest();
      if (watch.code === 200)
        expect(events).toMatchObject([{ type: "ERROR", object: { code: 410 } }]);
      else expect(watch.code).toBe(410);
    });
  });
}
