import { html, type Html } from "#sandbox/http/html.ts";
import { page } from "#sandbox/http/page.ts";

import { personas } from "./personas.ts";

/** The page on which one picks who to be; each person is a button that posts their id to `action`. */
export function signInPage(action: string): Html {
  const people = personas.map(
    ({ id, name, email, may }) =>
      html`<li>
        <button name="persona" value="${id}">${name} · ${email} <span>${may}</span></button>
      </li>`,
  );
  return page({
    title: "Sign in",
    main: html`<h1>Who do you want to be?</h1>
      <p>
        This identity provider is part of the demo and asks for no password. Your own installation
        uses your own.
      </p>
      <form method="post" action="${action}">
        <ul class="people">
          ${people}
        </ul>
      </form>`,
  });
}

/** What is shown when a sign-in cannot go on, with the way out. */
export function signInProblemPage(): Html {
  return page({
    title: "Sign-in expired",
    main: html`<h1>This sign-in has expired</h1>
      <p>Go back to Stagecoach and choose “Sign in” again.</p>`,
  });
}
