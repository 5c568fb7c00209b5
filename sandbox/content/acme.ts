import { bought, own, type Annotations, type Service } from "./service.ts";
import { commits, counted } from "./tags.ts";

const everywhere = { dev: 0, stage: 0, prod: 0 };

/** The shop platform of the organization acme: what it consists of, and how far each cluster is. */
export const acmeServices: readonly Service[] = [
  {
    name: "frontend",
    namespace: "shop",
    form: "commented",
    image: own("registry.acme.test/shop/frontend", commits("frontend", 24)),
    runs: { dev: 2, stage: 4, prod: 4 },
  },
  {
    name: "checkout",
    namespace: "shop",
    form: "with-sidecar",
    image: own("registry.acme.test/shop/checkout", commits("checkout", 22)),
    runs: { dev: 1, stage: 1, prod: 4 },
    sidecar: bought("docker.io/envoyproxy/envoy", [
      ...counted("v1.30.", 7),
      ...counted("v1.31.", 5),
    ]),
    annotations: annotated({ "filter.fluxcd.io/checkout": "glob:main-*" }),
  },
  {
    name: "cart",
    namespace: "shop",
    form: "with-init",
    image: own("registry.acme.test/shop/cart", commits("cart", 17)),
    runs: { dev: 0, stage: 0, prod: 1 },
    annotations: {
      prod: {
        "fluxcd.io/locked": "true",
        "fluxcd.io/locked_user": "Ana <ana@acme.test>",
        "fluxcd.io/locked_msg": "Held until the stock count of the warehouse is done",
      },
    },
  },
  {
    name: "catalogue",
    namespace: "shop",
    form: "quoted",
    image: own("registry.acme.test/shop/catalogue", [
      ...counted("2.2.", 5),
      ...counted("2.3.", 6),
      ...counted("2.4.", 1),
    ]),
    runs: { dev: 1, stage: 3, prod: 5 },
    annotations: annotated({ "filter.fluxcd.io/catalogue": "semver:~2.3" }),
  },
  {
    name: "search",
    namespace: "shop",
    form: "flow",
    image: own("registry.acme.test/shop/search", [
      ...counted("v0.18.", 9),
      ...counted("v0.19.", 5),
    ]),
    runs: { dev: 3, stage: 3, prod: 3 },
  },
  {
    name: "recommendations",
    namespace: "shop",
    form: "kustomize",
    image: own("registry.acme.test/shop/recommendations", commits("recommendations", 12)),
    runs: { dev: 1, stage: 1, prod: 2 },
  },
  {
    name: "reviews",
    namespace: "shop",
    form: "kustomize",
    image: own("registry.acme.test/shop/reviews", counted("24.", 11, 1)),
    runs: { dev: 0, stage: 2, prod: 2 },
  },
  {
    name: "cart-store",
    namespace: "shop",
    kind: "StatefulSet",
    form: "plain",
    image: bought("redis", [
      ...counted("7.2.", 4, 3).map(alpine),
      ...counted("7.4.", 3).map(alpine),
    ]),
    runs: everywhere,
  },
  {
    name: "payments",
    namespace: "payments",
    form: "quoted",
    image: own("registry.acme.test/payments/api", [...counted("v3.8.", 7), ...counted("v3.9.", 4)]),
    runs: { dev: 1, stage: 1, prod: 3 },
  },
  {
    name: "ledger",
    namespace: "payments",
    kind: "StatefulSet",
    form: "plain",
    image: own("registry.acme.test/payments/ledger", [
      ...counted("1.11.", 8),
      ...counted("1.12.", 3),
    ]),
    runs: { dev: 0, stage: 0, prod: 2 },
  },
  {
    name: "fraud",
    namespace: "payments",
    form: "crlf",
    image: own("registry.acme.test/payments/fraud", commits("fraud", 9)),
    runs: { dev: 0, stage: 3, prod: 3 },
  },
  {
    name: "settlement",
    namespace: "payments",
    kind: "CronJob",
    form: "plain",
    image: own("registry.acme.test/payments/settlement", counted("24.", 10, 2)),
    runs: { dev: 0, stage: 0, prod: 1 },
  },
  {
    name: "refunds",
    namespace: "payments",
    form: "plain",
    image: own("registry.acme.test/payments/refunds", commits("refunds", 6)),
    runs: { dev: 0, stage: 0 },
  },
  {
    name: "edge",
    namespace: "platform",
    form: "commented",
    image: bought("nginx", [...counted("1.26.", 3), ...counted("1.27.", 4)]),
    runs: everywhere,
  },
  {
    name: "node-exporter",
    namespace: "platform",
    kind: "DaemonSet",
    form: "plain",
    image: bought("quay.io/prometheus/node-exporter", [
      ...counted("v1.7.", 1),
      ...counted("v1.8.", 5),
    ]),
    runs: everywhere,
  },
  {
    name: "mailer",
    namespace: "platform",
    form: "multi-document",
    image: own("registry.acme.test/platform/mailer", commits("mailer", 14)),
    runs: { dev: 2, stage: 2, prod: 2 },
  },
  {
    name: "sessions",
    namespace: "platform",
    form: "list",
    image: own("registry.acme.test/platform/sessions", [
      ...counted("5.0.", 6),
      ...counted("5.1.", 4),
    ]),
    runs: { dev: 0, stage: 0, prod: 2 },
  },
  {
    name: "thumbnails",
    namespace: "platform",
    form: "list",
    image: own("registry.acme.test/platform/thumbnails", commits("thumbnails", 8)),
    runs: everywhere,
  },
  {
    name: "notifications",
    namespace: "platform",
    form: "helm-release",
    image: own("registry.acme.test/platform/notifications", [
      ...counted("0.9.", 4),
      ...counted("1.0.", 6),
    ]),
    runs: { dev: 0, stage: 2, prod: 2 },
  },
];

function annotated(annotations: Readonly<Record<string, string>>): Annotations {
  return { dev: annotations, stage: annotations, prod: annotations };
}

function alpine(tag: string): string {
  return `${tag}-alpine`;
}
