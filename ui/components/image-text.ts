/** The part of an image reference that tells versions apart: its tag, else a short digest, else “latest”. */
export function imageVersion(image: string): string {
  const [name = "", digest] = image.split("@");
  const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
  if (colon !== -1) return name.slice(colon + 1);
  return digest === undefined ? "latest" : digest.replace(/^sha256:/, "").slice(0, 12);
}

/** Long texts keep their beginning and their end, which both matter in tags made of branch and commit. */
export function middleTruncate(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.floor((most - 1) / 2);
  return `${text.slice(0, most - 1 - end)}…${text.slice(text.length - end)}`;
}
