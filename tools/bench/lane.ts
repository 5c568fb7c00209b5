import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { createGitHost } from "#adapters/git/git-host.ts";

import type { BenchOptions, BenchResult } from "./bench.ts";
import { injectedMs, startFarGitServer } from "./far-git-server.ts";
import type { FarGitServer } from "./far-git-server.ts";
import { figure, rates } from "./figure.ts";
import {
  deploymentFile,
  generatedFiles,
  generatedServices,
  withTag,
} from "./generated-services.ts";
import { LaneWorld } from "./lane-world.ts";
import { timed } from "./timed.ts";

const workers = 8;
const releases = 64;
const services = generatedServices(releases);
const person = { name: "Bench", email: "bench@stagecoach.test" };

/**
 * The lane against writers that each push for themselves and try again when another was faster. Ours is everything
 * from the ring to the last release recorded as pushed, in a real database; the peer is git alone, by the same engine.
 */
export async function benchLane({ runs, signal, report }: BenchOptions): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), "stagecoach-bench-"));
  const server = await startFarGitServer({
    root: join(folder, "served"),
    names: ["ours", "peer"],
    files: generatedFiles(services),
  });
  const world = await LaneWorld.start({ folder, url: server.url("ours"), workers });
  try {
    report(
      `${releases} releases, ${workers} workers, one branch, ${injectedMs} ms added to each request`,
    );
    const times = { ours: new Array<number>(), peer: new Array<number>() };
    const tries = { ours: 0, peer: 0 };
    for (let run = 0; run < runs; run += 1) {
      signal.throwIfAborted();
      const lane = await world.release(services, { from: `1.0.${run}`, to: `1.0.${run + 1}` });
      times.ours.push(await timed(() => world.work(lane)));
      tries.ours += await world.tries(releases);
      times.peer.push(await timed(async () => (tries.peer += await race(server, folder, run))));
    }
    return {
      peer: "each for itself",
      figures: [
        ...rates("commits", times, { count: releases, unit: "commits/s" }),
        figure({
          name: "tries per commit",
          ours: tries.ours / (runs * releases),
          peer: tries.peer / (runs * releases),
          unit: "tries",
        }),
      ],
    };
  } finally {
    await world.close();
    server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Every writer takes its share of the services and pushes them one by one; returns how often they tried. */
async function race(server: FarGitServer, folder: string, run: number): Promise<number> {
  const shares = Map.groupBy(
    services.map((service, at) => ({ service, writer: at % workers })),
    ({ writer }) => writer,
  );
  const tries = await Promise.all(
    [...shares].map(async ([writer, share]) => {
      const host = createGitHost({ folder: join(folder, `writer-${writer}`) });
      const remote = { url: server.url("peer"), credentials: { kind: "none" } } as const;
      const branch = host.branch(remote, "main");
      let count = 0;
      for (const { service } of share) {
        const path = deploymentFile(service);
        for (let isDone = false; !isDone; count += 1) {
          const tip = await branch.fetch();
          const text = (await branch.readBlob(tip.blobs.get(path) ?? "")).toString("utf8");
          const files = new Map([[path, Buffer.from(withTag(text, `1.0.${run + 1}`))]]);
          const at = new Date();
          const by = { author: person, authoredAt: at, committer: person, at, signingKey: null };
          const [commit = ""] = await branch.commit(tip.commit, [{ files, message: "x\n", ...by }]);
          isDone = (await branch.push(tip.commit, commit)).kind === "pushed";
        }
      }
      return count;
    }),
  );
  return tries.reduce((sum, count) => sum + count, 0);
}
