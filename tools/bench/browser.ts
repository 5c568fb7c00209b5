/** Keeps cookies and follows redirects, as far as signing in needs it. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Opens an address, or posts a form to it; the page at the end of all redirects. */
  async open(address: string | URL, form?: URLSearchParams): Promise<Response> {
    const url = new URL(address);
    const answer = await this.fetch(url, {
      redirect: "manual",
      ...(form && { method: "POST", body: form }),
    });
    const next = answer.headers.get("location");
    if (next === null) return answer;
    await answer.body?.cancel();
    return this.open(new URL(next, url));
  }

  /** `fetch` with the cookies of the address's origin. */
  async fetch(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const kept = this.#cookies.get(url.origin) ?? new Map<string, string>();
    this.#cookies.set(url.origin, kept);
    const headers = new Headers(init.headers);
    headers.set("cookie", [...kept].map(([name, value]) => `${name}=${value}`).join("; "));
    const answer = await fetch(url, { ...init, headers });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      kept.set(name, value);
    }
    return answer;
  }
}
