import { expect, it } from "vitest";

import { formatMetrics } from "./metrics.ts";

it("writes the text format of Prometheus", () => {
  const text = formatMetrics([
    { name: "up", help: "Whether it is up.", type: "gauge", values: [{ value: 1 }] },
    {
      name: "age_seconds",
      help: "How old it is.",
      type: "gauge",
      values: [
        { labels: { resource: "pods" }, value: 0.5 },
        { labels: { resource: 'a "b"\n\\' }, value: 2 },
      ],
    },
  ]);
  expect(text).toBe(`# HELP up Whether it is up.
# TYPE up gauge
up 1
# HELP age_seconds How old it is.
# TYPE age_seconds gauge
age_seconds{resource="pods"} 0.5
age_seconds{resource="a \\"b\\"\\n\\\\"} 2
`);
});
