import { html, type Html } from "#sandbox/http/html.ts";
import { page } from "#sandbox/http/page.ts";

import type { ReceivedMail } from "./inbox.ts";

/** All mails on one page, links made clickable. */
export function inboxPage(mails: readonly ReceivedMail[]): Html {
  const none = html`<p>No mail yet. Whatever Stagecoach sends in this demo arrives here.</p>`;
  return page({
    title: "Inbox",
    main: html`<h1>Inbox</h1>
      <p>Mail of every sample person, newest first; simulated, nothing leaves this machine.</p>
      ${mails.length === 0 ? none : mails.map(mailArticle)}`,
  });
}

function mailArticle({ subject, from, to, received, text }: ReceivedMail): Html {
  return html`<article>
    <h2>${subject === "" ? "(no subject)" : subject}</h2>
    <p>${from} to ${to}, <time datetime="${received}">${received.replace("T", " ")}</time></p>
    <pre>${withLinks(text)}</pre>
  </article>`;
}

function withLinks(text: string): readonly Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/)
    .map((part, at) => (at % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`));
}
