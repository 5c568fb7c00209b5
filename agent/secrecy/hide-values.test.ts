import { describe, expect, it } from "vitest";

import { hideValues, valuesOf } from "./hide-values.ts";

const unknown = { values: [], others: true };

describe("what the API server quotes", () => {
  it.each([
    [
      'spec.replicas: Invalid value: "hunter2": must be a number',
      "spec.replicas: Invalid value: (hidden): must be a number",
    ],
    [
      'Deployment.apps "web" is invalid: [a: Invalid value: "it\\"s": no, b: Unsupported value: "x": supported values: "Always"]',
      'Deployment.apps "web" is invalid: [a: Invalid value: (hidden): no, b: Unsupported value: (hidden): supported values: "Always"]',
    ],
    [
      'env[0].name: Duplicate value: {"name":"A","value":"hunter2"}',
      "env[0].name: Duplicate value: (hidden)",
    ],
    [
      'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"a":"b"}}: field is immutable',
      "spec.selector: Invalid value: (hidden): field is immutable",
    ],
    [
      "spec.port: Invalid value: 70000: must be below",
      "spec.port: Invalid value: (hidden): must be below",
    ],
    ['volumeMounts[0].name: Not found: "cache"', "volumeMounts[0].name: Not found: (hidden)"],
    [
      'json: cannot unmarshal, error found in #10 byte of ...|word":"hunter2"}|..., bigger context ...|{}|...',
      "json: cannot unmarshal, error found in #10 byte of ... (hidden)",
    ],
    [
      ".spec.containers: expected list, got &{map[a:hunter2]}",
      ".spec.containers: expected list, got (hidden)",
    ],
    [
      'Get "https://ana:hunter2@registry.test/v2/": dial tcp: refused',
      'Get "https://registry.test/v2/": dial tcp: refused',
    ],
    [
      'Readiness probe failed: Get "http://10.0.0.1:80/ready?token=hunter2": dial tcp 10.0.0.1:80: refused',
      'Readiness probe failed: Get "http://10.0.0.1:80/ready?(hidden)": dial tcp 10.0.0.1:80: refused',
    ],
  ])("is hidden in %s", (text, told) => {
    expect(hideValues(text, unknown)).toBe(told);
  });

  it.each([
    "Readiness probe failed: HTTP probe failed with statuscode: 503",
    'Readiness probe failed: service unhealthy (responded with "NOT_SERVING")',
    "Startup probe failed: dial tcp 10.0.0.1:80: connect: connection refused",
    'failed to pull and unpack image "registry.test/web:1": not found',
    "exceeded quota: compute, requested: pods=1, used: pods=4, limited: pods=4",
    'secret "web" not found',
    "0/3 nodes are available: 3 Insufficient memory.",
  ])("is nothing in %s", (text) => {
    expect(hideValues(text, unknown)).toBe(text);
  });

  it.each([
    'command "check --password hunter2" timed out after 1s',
    'command timed out: "check --password hunter2" timed out after 1s',
  ])("is the command of a probe in %s", (why) => {
    expect(hideValues(`Liveness probe failed: ${why}`, unknown)).toBe(
      "Liveness probe failed: its command timed out",
    );
  });

  it("is whatever a probe's command printed", () => {
    expect(hideValues("Liveness probe failed: psql: password hunter2 refused\n", unknown)).toBe(
      "Liveness probe failed: its command said why, which is not told",
    );
  });
});

describe("what a webhook says", () => {
  const text =
    'admission webhook "policy.test" denied the request: DB_PASSWORD=hunter2 is not allowed in web';
  const pod = { spec: { containers: [{ env: [{ name: "DB_PASSWORD", value: "hunter2" }] }] } };

  it("is told without the values of its object", () => {
    expect(hideValues(text, { values: valuesOf(pod), others: false })).toBe(
      'admission webhook "policy.test" denied the request: DB_PASSWORD=(hidden) is not allowed in web',
    );
  });

  it("is not told where the object is not known", () => {
    expect(hideValues(text, unknown)).toBe(
      'admission webhook "policy.test" denied the request, in words that are not told',
    );
  });
});

describe("the values of an object", () => {
  it("are of variables, arguments, annotations, data and what is called a secret", () => {
    const object = {
      metadata: {
        name: "web-server",
        annotations: { note: "annotated-1" },
        labels: { a: "label-12" },
      },
      data: { file: "line-one\nline-two" },
      spec: {
        adminPassword: "spec-password",
        containers: [
          {
            name: "web",
            image: "registry.test/web:1",
            command: ["/bin/serve", "-c", "TOKEN=command-1 run"],
            args: ["--key=argument-1"],
            env: [
              { name: "A", value: "variable-1" },
              {
                name: "B",
                valueFrom: { secretKeyRef: { name: "db-credentials", key: "password" } },
              },
              { name: "C", value: "short" },
            ],
          },
        ],
        volumes: [{ secret: { secretName: "db-credentials" } }],
      },
    };
    expect(new Set(valuesOf(object))).toEqual(
      new Set([
        "annotated-1",
        "line-one\nline-two",
        "spec-password",
        "TOKEN=command-1 run",
        "command-1",
        "--key=argument-1",
        "argument-1",
        "variable-1",
      ]),
    );
  });

  it("are not what names things, and are the password in a URL", () => {
    const env = [
      { name: "IMAGE", value: "registry.test/web:1.2.3" },
      { name: "DSN", value: "postgres://ana:hunter@db/shop" },
    ];
    const containers = [{ name: "web", image: "registry.test/web:1.2.3", env }];
    expect(valuesOf({ spec: { containers } })).toEqual(["postgres://ana:hunter@db/shop", "hunter"]);
  });

  it("are taken out longest first", () => {
    expect(valuesOf({ data: { a: "secret", b: "secret-and-more" } })).toEqual([
      "secret-and-more",
      "secret",
    ]);
  });
});
