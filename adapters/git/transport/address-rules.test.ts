import type { LookupAddress } from "node:dns";

import { describe, expect, it } from "vitest";

import { AddressRules } from "./address-rules.ts";

const inside = [
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "100.64.0.1",
  "198.18.0.1",
  "240.0.0.1",
  "::1",
  "fc00::1",
  "fd12:3456::1",
  "64:ff9b::a00:1",
  "::ffff:10.0.0.1",
] as const;

const never = [
  "0.0.0.0",
  "169.254.169.254",
  "100.100.100.200",
  "224.0.0.1",
  "fe80::1",
  "fd00:ec2::254",
  "ff02::1",
  "::ffff:169.254.169.254",
] as const;

const anywhere = ["140.82.112.3", "2606:50c0:8000::153", "172.32.0.1", "11.0.0.1"] as const;

function isAllowed(reach: "any" | "public", host: string): boolean {
  try {
    new AddressRules(reach).check(host);
    return true;
  } catch {
    return false;
  }
}

describe("addresses that are written down", () => {
  it.each(inside)("%s is reached by whoever runs the network only", (host) => {
    expect([isAllowed("any", host), isAllowed("public", host)]).toEqual([true, false]);
  });

  it.each(never)("%s is never reached", (host) => {
    expect([isAllowed("any", host), isAllowed("public", host)]).toEqual([false, false]);
  });

  it.each([...anywhere, "github.com", "[2606:50c0:8000::153]"])("%s is reached", (host) => {
    expect([isAllowed("any", host), isAllowed("public", host)]).toEqual([true, true]);
  });

  it("in brackets are the same", () => {
    expect(isAllowed("public", "[::1]")).toBe(false);
  });
});

describe("names", () => {
  it.each(["localhost", "2130706433", "0x7f.1", "0177.0.0.1"])(
    "%s is refused for where it leads",
    async (name) => {
      await expect(resolved("public", name)).rejects.toMatchObject({ code: "forbidden" });
    },
  );

  it("lead anywhere where the network is one's own", async () => {
    expect(JSON.stringify(await resolved("any", "localhost"))).toMatch(/127\.0\.0\.1|::1/);
  });
});

function resolved(reach: "any" | "public", name: string): Promise<string | LookupAddress[]> {
  return new Promise((resolve, reject) => {
    new AddressRules(reach).lookup(name, { all: true }, (error, address) => {
      if (error) reject(error);
      else resolve(address);
    });
  });
}
