// All accounts, those first that need somebody most.

import { ask } from "./api.js";
import { h, fill } from "./dom.js";
import { accountState, type AccountState, type Found } from "./types.js";
import type { App, Screen } from "./app.js";
import { day, t, term } from "./words.js";
import { write } from "./place.js";

/** The parts in decisions that make somebody a key person. */
const keyRoles = new Set(["DECIDER", "APPROVER", "VETO", "SIGN_OFF"]);

type Row = { id: string; element: HTMLElement; weight: number[] };

/** The findings about an account, each once, the worst first. */
export function foundIn(state: AccountState): Found[] {
  const by = new Map<string, Found>();
  for (const f of [...state.view.coverage.findings, ...state.view.singlePoints.findings]) by.set(f.findingId, f);
  return [...by.values()].sort((a, b) => a.severity.localeCompare(b.severity));
}

export async function accounts(app: App): Promise<Screen> {
  const list = app.start.view.accounts.nodes;
  const body = h("tbody");
  const element = h("section", { class: "page" }, h("h1", {}, t("accounts")));
  if (list.length === 0) {
    element.append(h("p", {}, t("noAccounts")));
    return { element, title: t("accounts") };
  }
  element.append(h("table", {}, h("thead", {}, h("tr", {}, ...(["account", "stage", "renewal", "keyKnown", "needs"] as const).map((w) => h("th", { scope: "col" }, t(w))))), body));
  const rows: Row[] = list.map((a) => {
    const open = h("a", { class: "name", href: write({ ...app.place, screen: "chart", account: a.factId, seat: "" }) }, a.name);
    const known = h("td", { class: "number" }, "…"), needs = h("td", {}, "…");
    const row: Row = { id: a.factId, weight: [], element: h("tr", {}, h("th", { scope: "row" }, open), h("td", {}, a.stage ? term(a.stage) : ""), h("td", {}, a.renewal ? day(a.renewal) : ""), known, needs) };
    return Object.assign(row, { known, needs });
  });
  fill(body, ...rows.map((r) => r.element));
  const order = (): void => fill(body, ...[...rows].sort((a, b) => compare(b.weight, a.weight)).map((r) => r.element));
  let ended = false;
  const load = async (row: Row): Promise<void> => {
    const state = await ask(accountState, { account: row.id, asOf: app.place.asOf || null });
    const found = foundIn(state);
    const key = state.view.coverage.people.filter((p) => p.parts.some((x) => keyRoles.has(x.role)));
    const [, , , known, needs] = row.element.children;
    if (known) known.textContent = `${key.filter((p) => p.depth > 0).length} / ${key.length}`;
    if (needs) fill(needs, found[0] ? h("a", { href: write({ ...app.place, screen: "findings", account: row.id, seat: "" }), class: found[0].severity }, `${count(found, "S1")} ${t("S1")}, ${count(found, "S2")} ${t("S2")}`) : t("nothing"), found[0] ? ` · ${found[0].sentence}` : null);
    row.weight = [count(found, "S1"), count(found, "S2"), count(found, "S3")];
  };
  void (async () => {
    const waiting = [...rows];
    const work = async (): Promise<void> => {
      for (let row = waiting.shift(); row && !ended; row = waiting.shift()) await load(row).catch(() => undefined);
    };
    await Promise.all([work(), work(), work()]);
    if (!ended) order();
  })();
  return {
    element, title: t("accounts"), end: () => { ended = true; },
    commit: (event) => { for (const row of rows) if (event.accountIds.includes(row.id)) void load(row).catch(() => undefined); },
  };
}

const count = (found: readonly Found[], severity: string): number => found.filter((f) => f.severity === severity).length;

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const d = (a[i] ?? 0) - (b[i] ?? 0);
    if (d !== 0) return d;
  }
  return 0;
}
