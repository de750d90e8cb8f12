// What has changed, the newest first.

import { ask } from "./api.js";
import { h } from "./dom.js";
import { log as commitsBefore } from "./types.js";
import type { App, Screen } from "./app.js";
import { moment, t } from "./words.js";

export async function log(app: App): Promise<Screen> {
  const list = h("ol", { class: "log" });
  const older = h("button", { type: "button" }, t("older"));
  let before: string | null = null;
  const load = async (): Promise<void> => {
    const { changes } = await ask(commitsBefore, { before });
    for (const c of [...changes.nodes].reverse()) {
      list.append(h("li", {}, h("span", { class: "when" }, `${moment(c.at)} · ${c.actor ?? ""}`), ` ${c.reason ?? ""} `, h("span", { class: "when" }, t("moreChanges", { n: c.changes.totalCount }))));
    }
    before = changes.pageInfo.startCursor;
    older.hidden = !changes.pageInfo.hasPreviousPage;
  };
  older.addEventListener("click", () => void load());
  await load();
  return { element: h("section", { class: "page" }, h("h1", {}, t("log")), list, older), title: t("log"), commit: () => app.go({}) };
}
