// The ways of people through the app, in a real browser: node flows.mjs ADDRESS [FOLDER].
// Each demands that nothing was written to the console, nothing was refused by the content
// security policy, and axe finds nothing serious, light and dark.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [address, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(" ");
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: flags });

async function graphql(query) {
  const answer = await (await fetch(`${address}/graphql`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ query }) })).json();
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
  return answer.data;
}

/** Opens a place of the app with a fresh profile. */
async function open(place, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  page.wrong = [];
  page.on("console", (m) => { if (m.type() === "error" || m.type() === "warning") page.wrong.push(m.text()); });
  page.on("pageerror", (e) => page.wrong.push(e.message));
  await page.addInitScript(() => addEventListener("securitypolicyviolation", (e) => console.error("policy", e.violatedDirective, e.blockedURI)));
  await page.goto(`${address}/app/${place}`);
  await page.locator("main :is(section, .failed)").first().waitFor();
  return page;
}

/** Demands that a page is as it should be, light and dark, and closes it. */
async function close(page, name) {
  for (const theme of ["light", "dark"]) {
    const now = await page.evaluate(() => document.documentElement.dataset.theme);
    if (now !== theme) await page.getByRole("button", { name: theme === "dark" ? "Dark" : "Light", exact: true }).click();
    const world = await page.context().newCDPSession(page);
    await world.send("Page.setBypassCSP", { enabled: true });
    const { result, exceptionDetails } = await world.send("Runtime.evaluate", {
      expression: `${axe}; axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }).then((r) => JSON.stringify(r.violations.map((v) => [v.id, v.impact, v.nodes.map((n) => n.html.slice(0, 120)).slice(0, 3)])))`,
      awaitPromise: true,
    });
    assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails));
    const serious = JSON.parse(result.value).filter(([, impact]) => impact === "serious" || impact === "critical");
    assert.deepEqual(serious, [], `${name}, ${theme}`);
    if (shots) await page.screenshot({ path: `${shots}/${name}-${theme}.png` });
  }
  assert.deepEqual(page.wrong, [], name);
  await page.context().close();
}

const item = (page, name) => page.getByRole("treeitem", { name: new RegExp(name) });

const flows = {
  async accounts() {
    const page = await open("");
    await page.getByText("urgent").first().waitFor();
    assert.equal(await page.getByRole("row").count(), 4);
    await close(page, "accounts");
  },

  async "the keyboard alone"() {
    const page = await open("#/chart/a-brackwell");
    await item(page, "Margaret Ashby").waitFor();
    for (let i = 0; i < 40 && (await page.evaluate(() => document.activeElement?.getAttribute("role"))) !== "treeitem"; i++) await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    assert.match(await page.evaluate(() => document.activeElement.ariaLabel), /^Samir Haddad/);
    await page.keyboard.type("leo");
    assert.match(await page.evaluate(() => document.activeElement.ariaLabel), /^Leo Brandt/);
    await page.keyboard.press("2"); // whose judgement is it?
    await page.getByText("Choose whose judgement").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "SELECT");
    await page.keyboard.type("Sofia");
    await page.keyboard.press("Tab");
    await item(page, "Leo Brandt").focus();
    await page.keyboard.press("5");
    await page.getByText("Leo Brandt: Detractor. Saved.").waitFor();
    await item(page, "Leo Brandt.*[Dd]etractor").waitFor(); // the server says so too
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    await item(page, "Leo Brandt.*[Ss]upporter").waitFor();
    assert.match(page.url(), /seat=/);
    await page.keyboard.press("Escape");
    await close(page, "keyboard");
  },

  async "an edit of somebody else"() {
    const page = await open("#/chart/a-dunmore");
    await page.getByRole("treeitem").first().waitFor();
    const { view } = await graphql(`{ view { chart(of: {accountId: "a-dunmore"}) { team { personId } seats(first: 20) { nodes { positionId holders { person { personId name stance } } } } } } }`);
    const seat = view.chart.seats.nodes.find((s) => s.holders[0] && s.holders[0].person.stance !== "DETRACTOR");
    const { personId, name } = seat.holders[0].person;
    await graphql(`mutation { assess(input: {assessment: {stance: DETRACTOR}, authorId: "${view.chart.team[0].personId}", personId: "${personId}", withinId: "a-dunmore"}) { revision } }`);
    await item(page, `${name}.*[Dd]etractor`).waitFor();
    await close(page, "live");
  },

  async "another day"() {
    const page = await open("#/chart/a-brackwell?as-of=2026-06-01&seat=p-samir-haddad");
    await page.getByText("You look at another day").waitFor();
    assert.equal(await page.getByRole("button", { name: /Champion/ }).isDisabled(), true);
    await page.getByRole("button", { name: "Back to today" }).click();
    await page.getByText("You look at another day").waitFor({ state: "detached" });
    await page.goBack();
    await page.getByText("You look at another day").waitFor();
    await close(page, "another-day");
  },

  async "layers change what is drawn and the legend"() {
    const page = await open("#/chart/a-brackwell");
    await page.getByRole("treeitem").first().waitFor();
    for (let i = 0; i < 2; i++) await page.getByRole("button", { name: "Zoom in" }).click(); // cards are whole then
    const picture = () => page.evaluate(() => document.querySelector("canvas").toDataURL());
    const settled = async () => { await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))); return picture(); };
    let before = await settled();
    for (const layer of ["Stance", "Roles", "Coverage", "Single points", "Influence"]) {
      await page.getByRole("button", { name: layer, exact: true }).click();
      const after = await settled();
      assert.notEqual(after, before, layer);
      before = after;
    }
    assert.match(page.url(), /layers=influence/);
    assert.equal(await page.getByText("Champion", { exact: false }).count(), 0);
    await page.reload();
    assert.equal(await page.getByRole("button", { name: "Stance", exact: true }).getAttribute("aria-pressed"), "false");
    await close(page, "layers");
  },

  async "a hostile name stays text"() {
    const page = await open("#/chart/a-brackwell?seat=hostile-seat");
    await page.getByRole("heading", { name: "<img src=x" }).waitFor();
    assert.equal(await page.locator("img").count(), 0);
    assert.doesNotMatch(await page.title(), /owned/);
    await close(page, "hostile");
  },

  async findings() {
    const page = await open("#/findings/a-brackwell");
    await page.getByRole("link", { name: /Dana Weiss/ }).first().click();
    await page.getByRole("heading", { name: "Dana Weiss" }).waitFor();
    await page.getByRole("button", { name: "Find a way" }).click();
    await page.locator(".drawer").getByText(/known|introduce|way/i).last().waitFor();
    await close(page, "findings");
  },

  async "what changed"() {
    const page = await open("#/log");
    await page.getByText("setup").first().waitFor();
    await close(page, "log");
  },

  async "a wrong address"() {
    const page = await open("#/chart/nobody");
    await page.getByRole("alert").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("alert").waitFor();
    await close(page, "wrong");
  },

  async "search"() {
    const page = await open("#/chart/a-brackwell");
    await page.getByRole("combobox", { name: "Search" }).fill("samir");
    await page.getByRole("option", { name: /Samir Haddad/ }).first().getByRole("button").click();
    await page.getByRole("heading", { name: "Samir Haddad" }).waitFor();
    await close(page, "search");
  },

  async "a narrow screen"() {
    const page = await open("", { viewport: { width: 390, height: 800 } });
    await page.getByText("urgent").first().waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the screen");
    await close(page, "narrow");
  },
};

let failed = 0;
for (const [name, run] of Object.entries(flows)) {
  const begun = Date.now();
  try {
    await run();
    console.log(`${name}: ${Date.now() - begun} ms`);
  } catch (e) {
    failed++;
    console.log(`${name}: FAILED\n${e.stack}`);
  }
}
await browser.close();
process.exitCode = failed > 0 ? 1 : 0;
