import { expect, it } from "vitest";

import { undocumentedVariables } from "./document-rules.ts";

const schema = `const Environment = z.object({
  DATABASE_URL: z.string(),
  OIDC_NAME: z.string().default("Single sign-on"),
});`;

it("finds a variable that a process reads and .env.example does not explain", () => {
  expect(undocumentedVariables({ schema, example: "DATABASE_URL=\n" })).toEqual(["OIDC_NAME"]);
});

it("takes an empty or a filled line for an explanation, a mention in prose not", () => {
  const example = "# OIDC_NAME is what DATABASE_URL is not\nDATABASE_URL=postgres://\nOIDC_NAME=\n";
  expect(undocumentedVariables({ schema, example })).toEqual([]);
  expect(undocumentedVariables({ schema, example: "# DATABASE_URL= OIDC_NAME=" })).toHaveLength(2);
});
