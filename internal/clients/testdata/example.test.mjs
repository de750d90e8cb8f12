// The example of a typed client in Chromium, while another client edits.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { ask, company, line, must, promote, size, server } from './world.mjs';

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.KITH_CHROMIUM,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});
after(() => browser.close());

async function open(url, account) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(60_000);
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${url}#${account}`);
  await page.waitForSelector('[data-seat]');
  const box = (seat) => page.locator(`[data-seat="${seat}"]`);
  return { page, box, errors };
}

test('the chart is drawn, and shows what another client does', async () => {
  const world = await company();
  const { page, box, errors } = await open(server, world.accountId);
  assert.equal(await page.locator('[data-seat]').count(), size);
  assert.match(await box(world.seats[3]).textContent(), /Person 03.*Chief 3/);
  const drawn = await box(world.seats[3]).locator('rect').first().boundingBox();
  assert.ok(drawn.width > 10 && drawn.height > 5, JSON.stringify(drawn));

  await promote(world.seats[3], 'Head of Data');
  await box(world.seats[3]).getByText('Head of Data', { exact: true }).waitFor();
  assert.match(await box(world.seats[3]).getAttribute('class'), /fresh/);

  const { addPerson } = await must(
    `mutation ($input: AddPersonInput!) { addPerson(input: $input) { position { id } } }`,
    { input: { person: { name: 'Nina <i>F</i>' }, place: { seat: { organizationId: world.organizationId, managerId: world.seats[3], position: { title: 'Analyst' } } } } },
  );
  await box(addPerson.position.id).getByText('Nina <i>F</i>', { exact: true }).waitFor();
  assert.equal(await page.locator('[data-seat]').count(), size + 1);

  // Of an edit that is refused nothing is shown.
  const { errors: refused } = await ask(`mutation ($input: ReportToInput!) { reportTo(input: $input) { revision } }`, { input: { positionId: world.seats[0], managerId: world.seats[3] } });
  assert.equal(refused[0].extensions.rule, 'reporting-cycle');
  if (process.env.KITH_SCREENSHOT) await page.screenshot({ path: process.env.KITH_SCREENSHOT });
  assert.deepEqual(errors, []);
  await page.close();
});

test('what is done while the line is cut is shown when it is back', async () => {
  const world = await company();
  const way = await line();
  const { page, box, errors } = await open(new URL('/', way.url).href, world.accountId);
  for (const title of ['First', 'Second', 'Third']) {
    way.cut();
    await promote(world.seats[5], title);
    await box(world.seats[5]).getByText(title, { exact: true }).waitFor();
  }
  assert.deepEqual(errors, []);
  await page.close();
  way.close();
});
