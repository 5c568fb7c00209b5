import { describe, expect, it } from "vitest";

import { versionOf, configMaps, type ContractContext } from "./context.ts";

export function describeWatches(context: ContractContext): void {
  const { namespace } = context;
  describe("watches", () => {
    it("tells of changes after a version, in order", async () => {
      const { version } = await context.client.list(configMaps(namespace));
      const watch = context.client.watch(`${configMaps(namespace)}?resourceVersion=${version}`);
      await context.createConfigMap("watched");
      await context.client.merge(`${configMaps(namespace)}/watched`, { data: { a: "2" } });
      await context.client.send("DELETE", `${configMaps(namespace)}/watched`);
      const events = await watch.take(3);
      expect(events.map(({ type }) => type)).toEqual(["ADDED", "MODIFIED", "DELETED"]);
      const versions = events.map((event) => Number(versionOf(event.object)));
      expect(versions).toEqual(versions.toSorted((a, b) => a - b));
      expect(new Set(versions).size).toBe(3);
      watch.close();
    });

    it("resumes from the version of an event", async () => {
      const { version } = await context.client.list(configMaps(namespace));
      await context.createConfigMap("resumed-1");
      await context.createConfigMap("resumed-2");
      const first = context.client.watch(`${configMaps(namespace)}?resourceVersion=${version}`);
      const [seen] = await first.take(1);
      first.close();
      const second = context.client.watch(
        `${configMaps(namespace)}?resourceVersion=${versionOf(seen?.object)}`,
      );
      const [next] = await second.take(1);
      expect(next?.object).toMatchObject({ metadata: { name: "resumed-2" } });
      second.close();
    });

    it("starts with the state where no version is given", async () => {
      const query = "fieldSelector=metadata.name%3Dpaged-1";
      const watch = context.client.watch(`${configMaps(namespace)}?${query}`);
      expect(await watch.take(1)).toMatchObject([{ type: "ADDED", object: { kind: "ConfigMap" } }]);
      watch.close();
    });

    it("shows an object that leaves the selection as deleted", async () => {
      await context.createConfigMap("leaver", { team: "blue" });
      const { version } = await context.client.list(configMaps(namespace));
      const query = `labelSelector=team%3Dblue&resourceVersion=${version}`;
      const watch = context.client.watch(`${configMaps(namespace)}?${query}`);
      await context.client.merge(`${configMaps(namespace)}/leaver`, {
        metadata: { labels: { team: "red" } },
      });
      await context.client.merge(`${configMaps(namespace)}/leaver`, {
        metadata: { labels: { team: "blue" } },
      });
      const events = await watch.take(2);
      expect(events.map(({ type }) => type)).toEqual(["DELETED", "ADDED"]);
      watch.close();
    });

    it("streams the initial list and marks its end", async () => {
      const { names } = await context.client.list(
        `${configMaps(namespace)}?labelSelector=set%3Dpaged`,
      );
      const watch = context.client.watch(
        `${configMaps(namespace)}?labelSelector=set%3Dpaged&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
      );
      const events = await watch.take(names.length + 1);
      expect(events.slice(0, -1).map(({ type }) => type)).toEqual(names.map(() => "ADDED"));
      expect(events.at(-1)).toMatchObject({
        type: "BOOKMARK",
        object: {
          kind: "ConfigMap",
          metadata: { annotations: { "k8s.io/initial-events-end": "true" } },
        },
      });
      watch.close();
    });
  });
}
