import { Html, html } from "./html.ts";

/** A whole document of the sandbox, in the product's colours, light or dark as the browser asks. */
export function page(options: { readonly title: string; readonly main: Html }): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>${options.title} · Stagecoach sandbox</title>
        ${style}
      </head>
      <body>
        <main>${options.main}</main>
      </body>
    </html> `;
}

const style = new Html(`<style>
:root { color-scheme: light dark; --canvas: #fbfbfa; --surface: #fff; --line: #e6e5e1; --line-strong: #8b8982; --ink: #1b1b18; --ink-2: #55534d; --link: #1a4fd6; --focus: #1f5eff; --ok: #17693f; --bad: #b3261e; --behind: #8a5300; --behind-wash: #fdf3e1 }
@media (prefers-color-scheme: dark) { :root { --canvas: #121311; --surface: #181916; --line: #2a2b27; --line-strong: #7b7971; --ink: #efeeea; --ink-2: #b5b3ab; --link: #9dbaff; --focus: #6d97ff; --ok: #6fcf97; --bad: #ff8f87; --behind: #f0b65a; --behind-wash: #2c2210 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--canvas); color: var(--ink); font: 400 14px/1.5 "Inter Variable", Inter, system-ui, sans-serif }
main { max-width: 880px; margin: 0 auto; padding: 32px 20px 64px }
h1 { font-size: 22px; line-height: 1.25; letter-spacing: -.015em; margin: 0 0 4px; font-weight: 600 }
h2 { font-size: 14px; margin: 0 0 8px; font-weight: 600 }
p { margin: 0 0 12px; color: var(--ink-2) } a { color: var(--link) }
code, pre, .mono { font-family: "JetBrains Mono Variable", "JetBrains Mono", ui-monospace, monospace; font-size: .93em }
section, article { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 16px; margin: 0 0 16px }
form { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: end; margin: 0 } form + form { margin-top: 12px }
label { display: grid; gap: 4px; font-size: 13px; color: var(--ink-2) }
select, button { font: inherit; color: var(--ink); background: var(--surface); border: 1px solid var(--line-strong); border-radius: 6px; min-height: 32px; padding: 4px 12px; max-width: 100% }
button { cursor: pointer; font-weight: 500 } button.primary { background: var(--ink); border-color: var(--ink); color: var(--canvas) }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: 6px 12px 6px 0; border-top: 1px solid var(--line); vertical-align: middle } th { font-weight: 500; color: var(--ink-2); font-size: 13px } thead th { border: 0 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 }
.note { color: var(--behind); background: var(--behind-wash); border-radius: 6px; padding: 8px 12px } .ok { color: var(--ok) } .bad { color: var(--bad) }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
select { min-width: 0; width: 100% } label { min-width: 0 }
.people { display: grid; gap: 8px; padding: 0; list-style: none } .people button { width: 100%; text-align: left; padding: 10px 14px } .people span { display: block; font-weight: 400; color: var(--ink-2); font-size: 13px }
</style>`);
