import packageJson from "#package.json" with { type: "json" };

/** The version of this copy of the product. */
export function version(): string {
  return packageJson.version;
}
