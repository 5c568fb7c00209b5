import "server-only";

/** A page's query, as pages get it from Next. */
export type PageSearch = Promise<Readonly<Record<string, string | string[] | undefined>>>;

/** The query in the form that the readers of addresses take. */
export async function searchParams(search: PageSearch): Promise<URLSearchParams> {
  const pairs = Object.entries(await search).flatMap(([key, value]) =>
    [value ?? []].flat().map((text): [string, string] => [key, text]),
  );
  return new URLSearchParams(pairs);
}
