import { html, type Html } from "#sandbox/http/html.ts";
import { page } from "#sandbox/http/page.ts";

import { flawWords, type ControlState } from "./stories.ts";

/** The page from which the world around the product is moved; every story is a form, without a script. */
export function controlPage(state: ControlState, webUrl: string): Html {
  return page({
    title: "Control",
    main: html`<h1>What happens outside Stagecoach</h1>
      <p class="note">
        Everything here is simulated: sample clusters, a sample git server, a sample image registry.
      </p>
      <p><a href="${webUrl}">Open Stagecoach</a> · <a href="/inbox">Read the mail it sends</a></p>
      ${logSection(state.log)} ${buildSection(state)} ${clustersSection(state)}
      ${gitSection(state.git)} ${rolloutSection(state.rollouts)}`,
  });
}

function logSection([latest, ...earlier]: readonly string[]): Html {
  if (latest === undefined) return html``;
  return html`<section aria-labelledby="log">
    <h2 id="log">What happened</h2>
    <p role="status"><strong>${latest}</strong></p>
    ${earlier.map((line) => html`<div>${line}</div>`)}
  </section>`;
}

function buildSection({ images }: ControlState): Html {
  const options = images.map(
    ({ name, newest }) => html`<option value="${name}">${name} (newest ${newest})</option>`,
  );
  const flaws = Object.entries(flawWords).map(
    ([flaw, words]) => html`<option value="${flaw}">${words}</option>`,
  );
  return html`<section aria-labelledby="build">
    <h2 id="build">A CI build</h2>
    <form method="post" action="/control/build">
      <label
        >Image
        <select name="image" required>
          ${options}
        </select></label
      >
      <label>
        What is wrong with it
        <select name="flaw">
          <option value="">nothing</option>
          ${flaws}
        </select>
      </label>
      <button class="primary">Build and push the next version</button>
    </form>
  </section>`;
}

function clustersSection({ clusters }: ControlState): Html {
  const rows = clusters.map(
    ({ name, agent }) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>${stateWord(agent, agent === "online")}</td>
        <td>
          <form method="post" action="/control/agent">
            <input type="hidden" name="cluster" value="${name}" />
            <button name="state" value="${agent === "online" ? "offline" : "online"}">
              ${agent === "online" ? "Take offline" : "Bring back"}
              <span class="unseen">the agent of ${name}</span>
            </button>
          </form>
        </td>
      </tr>`,
  );
  return html`<section aria-labelledby="clusters">
    <h2 id="clusters">Clusters</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Cluster</th>
          <th scope="col">Agent</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </section>`;
}

function gitSection(git: ControlState["git"]): Html {
  return html`<section aria-labelledby="git">
    <h2 id="git">Git server</h2>
    <p>It is ${stateWord(git, git === "up")}.</p>
    <form method="post" action="/control/git">
      <button name="state" value="${git === "up" ? "down" : "up"}">
        ${git === "up" ? "Take git down" : "Bring git back"}
      </button>
    </form>
  </section>`;
}

function rolloutSection(rollouts: ControlState["rollouts"]): Html {
  const slow = rollouts === "slow";
  return html`<section aria-labelledby="rollouts">
    <h2 id="rollouts">Rollouts</h2>
    <p>New pods start at ${stateWord(slow ? "slow" : "normal", !slow)} speed.</p>
    <form method="post" action="/control/rollouts">
      <button name="pace" value="${slow ? "normal" : "slow"}">
        ${slow ? "Make rollouts normal" : "Make rollouts slow"}
      </button>
    </form>
  </section>`;
}

function stateWord(word: string, fine: boolean): Html {
  return html`<strong class="${fine ? "ok" : "bad"}">${word}</strong>`;
}
