/** The parts of an image's text; a part that is not written is empty. */
export interface ImageParts {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/** Takes an image's text apart. Nothing is checked, so that placeholders of templates pass through. */
export function splitImage(image: string): ImageParts {
  const at = image.indexOf("@");
  const digest = at === -1 ? "" : image.slice(at + 1);
  const before = at === -1 ? image : image.slice(0, at);
  const colon = before.indexOf(":", before.lastIndexOf("/") + 1);
  const name = colon === -1 ? before : before.slice(0, colon);
  return { name, tag: colon === -1 ? "" : before.slice(colon + 1), digest };
}

/** The text of an image; empty parts are left out. */
export function joinImage({ name, tag, digest }: ImageParts): string {
  return `${name}${tag === "" ? "" : `:${tag}`}${digest === "" ? "" : `@${digest}`}`;
}
