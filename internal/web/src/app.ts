// The app: what is around the screens, and which of them is shown.

import { ask, follow, ApiError } from "./api.js";
import { h, fill } from "./dom.js";
import { accounts } from "./accounts.js";
import { chart } from "./chartscreen.js";
import { findings } from "./findings.js";
import { log } from "./log.js";
import { read, write, type Place } from "./place.js";
import { commits, find, start, type Commits, type Start } from "./types.js";
import { t } from "./words.js";

/** What a screen is given. */
export type App = {
  readonly start: Start;
  readonly place: Place;
  /** Goes to another place. */
  go(to: Partial<Place>): void;
  /** Changes the address without leaving the screen. */
  note(to: Partial<Place>): void;
  /** Says something for a while, with something that can be done about it. */
  say(text: string, action?: { word: string; do: () => void }): void;
};

/** A screen that is shown: it is told of commits, and of its end. */
export type Screen = { element: HTMLElement; title: string; commit?: (event: Commits["changes"]) => void; end?: () => void };

const main = h("main", { id: "content", tabindex: -1 });
const nav = h("nav", { "aria-label": "kith" });
const toast = h("div", { class: "toast", role: "status" });
const banner = h("div", { class: "banner", role: "status" });
let screen: Screen | null = null;
let begun: Start;
let turn = 0;
let quiet = 0;

function shell(): void {
  const theme = h("button", { type: "button", onclick: () => paint(document.documentElement.dataset["theme"] === "dark" ? "light" : "dark") });
  const paint = (to: string): void => {
    document.documentElement.dataset["theme"] = to;
    theme.textContent = to === "dark" ? t("light") : t("dark");
    screen?.element.dispatchEvent(new Event("theme"));
  };
  paint(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const skip = h("a", { class: "skip", href: "#content", onclick: (e: Event) => { e.preventDefault(); main.focus(); } }, t("skip"));
  document.body.replaceChildren(
    skip,
    h("header", {}, h("strong", {}, "kith"), h("span", { class: "where" }, begun.viewer.workspace), searchBox(), asOf(), theme),
    banner,
    h("div", { class: "body" }, nav, main),
    toast,
  );
}

/** A box in which people, seats and accounts are looked for. */
function searchBox(): HTMLElement {
  const list = h("ul", { class: "hits", role: "listbox", id: "hits", "aria-label": t("search") });
  const input = h("input", { type: "search", placeholder: t("search"), "aria-label": t("search"), role: "combobox", "aria-controls": "hits", "aria-expanded": "false", autocomplete: "off" });
  let last = 0;
  const clear = (): void => { fill(list); input.setAttribute("aria-expanded", "false"); };
  input.addEventListener("input", async () => {
    const mine = ++last, text = input.value.trim();
    if (text.length < 2) return clear();
    try {
      const found = await ask(find, { text });
      if (mine !== last) return;
      fill(list, ...found.view.search.map((hit) => h("li", { role: "option" }, h("button", { type: "button", onclick: () => { clear(); input.value = ""; locate(hit.node.id); } }, hit.text))));
      if (found.view.search.length === 0) fill(list, h("li", { class: "none" }, t("noHits")));
      input.setAttribute("aria-expanded", "true");
    } catch (e) {
      failed(e);
    }
  });
  input.addEventListener("keydown", (e) => { if (e.key === "Escape") clear(); });
  return h("div", { class: "search" }, input, list);
}

/** Goes to what was found: an account, or a seat or somebody on the chart that is shown. */
function locate(id: string): void {
  const account = begun.view.accounts.nodes.find((a) => a.factId === id);
  if (account) app.go({ screen: "chart", account: id, seat: "" });
  else app.go({ screen: "chart", account: app.place.account || begun.view.accounts.nodes[0]?.factId || "", seat: id });
}

/** The day that is looked at. */
function asOf(): HTMLElement {
  const input = h("input", { type: "date", "aria-label": t("asOf"), value: app.place.asOf || begun.view.asOf });
  input.addEventListener("change", () => app.go({ asOf: input.value === begun.view.asOf ? "" : input.value }));
  addEventListener("hashchange", () => { input.value = read(location.hash).asOf || begun.view.asOf; });
  return h("label", { class: "asof" }, t("asOf"), input);
}

const app: App = {
  get start() { return begun; },
  get place() { return read(location.hash); },
  go(to) {
    const next = write({ ...app.place, ...to });
    if (next === location.hash) void show();
    else location.hash = next;
  },
  note(to) {
    history.replaceState(null, "", write({ ...app.place, ...to }));
  },
  say(text, action) {
    const mine = ++quiet;
    const hush = (): void => { if (mine === quiet) fill(toast); };
    const button = action && h("button", { type: "button", onclick: () => { hush(); action.do(); } }, action.word);
    fill(toast, h("span", {}, text), button);
    const later = (): void => void setTimeout(() => (toast.matches(":hover, :focus-within") ? later() : hush()), 10_000);
    later();
  },
};

function menu(place: Place): void {
  const account = place.account || begun.view.accounts.nodes[0]?.factId || "";
  const link = (name: Place["screen"]): HTMLElement =>
    h("a", { href: write({ ...place, screen: name, account: name === "accounts" || name === "log" ? "" : account, seat: "" }), "aria-current": place.screen === name ? "page" : null }, t(name));
  fill(nav, link("accounts"), account ? link("chart") : null, account ? link("findings") : null, link("log"));
}

function failed(e: unknown): void {
  if (e instanceof ApiError) app.say(t("refused", { why: e.message }));
  else app.say(t("failed", { why: String(e) }));
}

/** Shows the screen of the address. */
async function show(): Promise<void> {
  const mine = ++turn;
  const place = app.place;
  menu(place);
  screen?.end?.();
  screen = null;
  fill(main, h("p", { class: "loading", role: "status" }, t("loading")));
  const past = place.asOf !== "" && place.asOf !== begun.view.asOf;
  try {
    const next = await { accounts, chart, findings, log }[place.screen](app);
    if (mine !== turn) return next.end?.();
    screen = next;
    document.title = `${next.title} · kith`;
    fill(main, past ? h("p", { class: "past" }, t("past"), " ", h("button", { type: "button", onclick: () => app.go({ asOf: "" }) }, t("today"))) : null, next.element);
  } catch (e) {
    if (mine !== turn) return;
    fill(main, h("p", { class: "failed", role: "alert" }, t("failed", { why: e instanceof Error ? e.message : String(e) }), " ", h("button", { type: "button", onclick: () => void show() }, t("again"))));
  }
}

async function begin(): Promise<void> {
  try {
    begun = await ask(start, {});
  } catch (e) {
    document.body.replaceChildren(h("p", { class: "failed", role: "alert" }, t("failed", { why: e instanceof Error ? e.message : String(e) })));
    return;
  }
  shell();
  addEventListener("hashchange", () => void show());
  await show();
  let cut = false;
  await follow(commits, begun.view.revision, (d) => screen?.commit?.(d.changes), (yes) => {
    banner.textContent = yes ? "" : t("offline");
    if (yes && cut) void show(); // what was missed comes with the screen
    cut = !yes;
  }, new AbortController().signal);
}

void begin();
