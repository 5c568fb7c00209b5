import { setTimeout as sleep } from "node:timers/promises";

import type { ChaosWorld } from "./chaos-world.ts";
import type { FaultProxy } from "./fault-proxy.ts";

/** Numbers from 0 to 1. */
type Random = () => number;

/** Something that goes wrong for a while, and is over when the promise resolves. */
export interface Fault {
  readonly name: string;
  readonly happen: (world: ChaosWorld, next: Random) => Promise<void>;
}

/** What can go wrong between the agent and the database, and with the agent itself. */
export const faultsAbove: readonly Fault[] = [
  ...networkFaults("gateway", ({ toGateway }) => toGateway),
  {
    name: "old connection to the gateway arrives late",
    async happen({ toGateway }, next) {
      toGateway.hold();
      await sleep(between(next, 10, 400));
      const { release } = toGateway.orphan();
      await sleep(between(next, 50, 1_500));
      release();
    },
  },
  {
    name: "old handshake with the gateway arrives late",
    async happen({ toGateway }, next) {
      // The first answer is the upgrade, the second the challenge; what follows the third is state.
      toGateway.holdNext({ answers: between(next, 1, 3) });
      toGateway.cutAfter(0);
      await sleep(between(next, 600, 1_200));
      const { release } = toGateway.orphan();
      await sleep(between(next, 100, 1_500));
      release();
    },
  },
  {
    name: "one gateway killed",
    async happen({ gateways, toGateway }, next) {
      const gateway = gateways[next() < 0.5 ? 0 : 1];
      await gateway.kill();
      if (next() < 0.3) toGateway.cutAfter(0);
      await sleep(between(next, 50, 1_000));
      await gateway.start().ready;
    },
  },
  {
    name: "both gateways killed",
    async happen({ gateways }, next) {
      await Promise.all(gateways.map((gateway) => gateway.kill()));
      await sleep(between(next, 50, 500));
      await Promise.all(gateways.map((gateway) => gateway.start().ready));
    },
  },
  {
    name: "a gateway frozen, its agent elsewhere",
    async happen({ gateways, toGateway }, next) {
      const frozen = gateways[next() < 0.5 ? 0 : 1].freeze();
      await sleep(between(next, 50, 300));
      toGateway.cutAfter(between(next, 0, 2_000));
      await sleep(between(next, 300, 1_500));
      frozen.thaw();
    },
  },
  {
    name: "agent killed",
    async happen({ agent }, next) {
      await agent.kill();
      await sleep(between(next, 0, 500));
      agent.start();
      await sleep(between(next, 100, 2_000));
    },
  },
  {
    name: "agent frozen",
    async happen({ agent }, next) {
      const frozen = agent.freeze();
      await sleep(between(next, 100, 1_500));
      frozen.thaw();
    },
  },
  {
    name: "agent and gateways killed",
    async happen({ agent, gateways }, next) {
      await Promise.all([agent, ...gateways].map((program) => program.kill()));
      await sleep(between(next, 0, 300));
      agent.start();
      await Promise.all(gateways.map((gateway) => gateway.start().ready));
    },
  },
];

/** What can go wrong between the agent and the API server, but for losing what that stores. */
export const faultsBelow: readonly Fault[] = [
  ...networkFaults("API server", ({ toServer }) => toServer),
  {
    name: "API server restarted",
    async happen({ server }, next) {
      const start = await server.stop();
      if (next() < 0.5) await server.compact();
      await sleep(between(next, 50, 800));
      await start();
    },
  },
  {
    name: "API server compacted",
    async happen({ server, toServer }, next) {
      if (next() < 0.5) toServer.cutAfter(0);
      await server.compact();
      await sleep(between(next, 20, 300));
    },
  },
];

function networkFaults(
  where: string,
  proxyOf: (world: ChaosWorld) => FaultProxy,
): readonly Fault[] {
  return [
    {
      name: `connection to the ${where} cut in mid-frame`,
      async happen(world, next) {
        proxyOf(world).cutAfter(between(next, 0, 8_000));
        await sleep(between(next, 20, 500));
      },
    },
    {
      name: `half-open to the ${where}`,
      async happen(world, next) {
        const proxy = proxyOf(world);
        proxy.swallow();
        await sleep(between(next, 100, 1_500));
        proxy.heal(between(next, 0, 500));
      },
    },
    {
      name: `delay to the ${where}`,
      async happen(world, next) {
        const proxy = proxyOf(world);
        proxy.delay(between(next, 5, 200));
        await sleep(between(next, 200, 1_500));
        proxy.heal(0);
      },
    },
    {
      name: `narrow way to the ${where}`,
      async happen(world, next) {
        const proxy = proxyOf(world);
        proxy.throttle(between(next, 2_000, 60_000));
        await sleep(between(next, 200, 1_500));
        proxy.heal(0);
      },
    },
    {
      name: `no way to the ${where}`,
      async happen(world, next) {
        const proxy = proxyOf(world);
        proxy.refuse();
        proxy.cutAfter(0);
        await sleep(between(next, 50, 1_000));
        proxy.heal(0);
      },
    },
  ];
}

function between(next: Random, least: number, most: number): number {
  return Math.round(least + next() * (most - least));
}
