/** The image references that objects name: containers of pods, and `repository` with `tag` of Helm values. */
export function usedImages(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(usedImages);
  if (typeof value !== "object" || value === null) return [];
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const { image, name, repository, tag } = fields;
  const own = [
    ...(typeof image === "string" && typeof name === "string" ? [image] : []),
    ...(typeof repository === "string" && (typeof tag === "string" || typeof tag === "number")
      ? [`${repository}:${tag}`]
      : []),
  ];
  return [...own, ...Object.values(fields).flatMap(usedImages)];
}
