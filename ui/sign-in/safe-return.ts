/** Where to go after signing in: a path of our own, never another site. */
export function safeReturn(wanted: string | null, origin: string): string {
  if (wanted === null || !URL.canParse(wanted, origin)) return "/";
  const url = new URL(wanted, origin);
  return url.origin === origin ? `${url.pathname}${url.search}` : "/";
}
