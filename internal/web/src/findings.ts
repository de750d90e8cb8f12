// What was found about an account, the worst first.

import { ask } from "./api.js";
import { h } from "./dom.js";
import { foundIn } from "./accounts.js";
import { accountState } from "./types.js";
import type { App, Screen } from "./app.js";
import { write } from "./place.js";
import { t } from "./words.js";

export async function findings(app: App): Promise<Screen> {
  const { account, asOf } = app.place;
  const found = foundIn(await ask(accountState, { account, asOf: asOf || null }));
  const name = app.start.view.accounts.nodes.find((a) => a.factId === account)?.name ?? account;
  const rows = found.map((f) =>
    h("li", { class: f.severity }, h("span", { class: "severity" }, f.severity, " ", t(f.severity as "S1")), " ",
      h("a", { href: write({ ...app.place, screen: "chart", seat: f.subjects[0]?.id ?? "" }) }, f.sentence),
      f.remedy ? h("p", { class: "remedy" }, "→ ", f.remedy.text) : null));
  return {
    element: h("section", { class: "page" }, h("h1", {}, `${t("findings")} · ${name}`), rows.length > 0 ? h("ol", { class: "findings" }, ...rows) : h("p", {}, t("noFindings"))),
    title: `${t("findings")} · ${name}`,
    commit: (event) => { if (event.accountIds.includes(account)) app.go({}); },
  };
}
