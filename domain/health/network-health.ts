import { healthy, progressing } from "./health.ts";
import type { Health } from "./health.ts";
import { conditionsOf, itemsAt, textAt } from "./live-object.ts";
import type { LiveObject } from "./live-object.ts";
import { wordsOf } from "./words.ts";

/** A load balancer's service is healthy once it has an address; every other service is. */
export function serviceHealth(object: LiveObject): Health {
  if (textAt(object.spec, "type") !== "LoadBalancer") return healthy("the service is there");
  return addressHealth(object);
}

/** An ingress is healthy once it has an address. */
export function ingressHealth(object: LiveObject): Health {
  return addressHealth(object);
}

function addressHealth({ status }: LiveObject): Health {
  const addresses = itemsAt(status, "loadBalancer", "ingress").flatMap(
    (one) => textAt(one, "ip") ?? textAt(one, "hostname") ?? [],
  );
  const [first] = addresses;
  return first === undefined ? progressing("it has no address yet") : healthy(`at ${first}`);
}

/** An API service is healthy while its API answers. */
export function apiServiceHealth(object: LiveObject): Health {
  const available = conditionsOf(object).find(({ type }) => type === "Available");
  if (available === undefined) return progressing("nobody asked whether it answers yet");
  return available.status === "True"
    ? healthy(wordsOf(available))
    : progressing(wordsOf(available));
}
