import { bought, own, type Service } from "./service.ts";
import { commits, counted } from "./tags.ts";

/** The second organization: a till system in one cluster, of which the first must never see anything. */
export const globexServices: readonly Service[] = [
  {
    name: "tills",
    namespace: "stores",
    form: "plain",
    image: own("registry.globex.test/stores/tills", commits("tills", 11)),
    runs: { live: 2 },
  },
  {
    name: "stock",
    namespace: "stores",
    form: "with-init",
    image: own("registry.globex.test/stores/stock", counted("1.4.", 9)),
    runs: { live: 1 },
  },
  {
    name: "loyalty",
    namespace: "stores",
    form: "quoted",
    image: own("registry.globex.test/stores/loyalty", commits("loyalty", 7)),
    runs: { live: 0 },
  },
  {
    name: "queue",
    namespace: "stores",
    kind: "StatefulSet",
    form: "plain",
    image: bought("rabbitmq", counted("3.13.", 6)),
    runs: { live: 0 },
  },
];
